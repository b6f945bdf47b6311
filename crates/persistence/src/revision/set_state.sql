UPDATE revision
SET workflow_state = ?2,
    -- Where no transition leads there is no phase, and the step is refused.
    state = coalesce(next.phase, state),
    released = CASE WHEN next.phase = 'Released' THEN coalesce(released, ?3) ELSE released END,
    obsolete = CASE WHEN next.phase = 'Obsolete' THEN ?3 ELSE obsolete END
FROM (
    SELECT (
        SELECT workflow_state.phase
        FROM revision AS moved
        CROSS JOIN workflow_transition ON workflow_transition.workflow_id = moved.workflow_id
            AND workflow_transition.origin = moved.workflow_state AND workflow_transition.target = ?2
        CROSS JOIN workflow_state ON workflow_state.workflow_id = moved.workflow_id AND workflow_state.name = ?2
        WHERE moved.id = ?1
    ) AS phase
) AS next
WHERE revision.id = ?1
