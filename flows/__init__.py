"""The Prefect flows: one for each stage, and `pipeline`, which runs them all. Nothing else imports prefect."""
