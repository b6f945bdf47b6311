UPDATE person SET acting = 0 WHERE acting = 1
