"""A beat: who must hear, who answered, the next rung when nobody did."""
