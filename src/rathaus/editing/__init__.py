"""Pages for editors: services in all languages, their earlier versions, the words they are found by."""
