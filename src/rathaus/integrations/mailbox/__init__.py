"""A local mailbox: receives all mail where no mail server is configured, and shows it on a page, beside the SMS."""
