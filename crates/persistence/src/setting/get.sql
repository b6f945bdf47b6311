SELECT labels, approvals FROM setting
