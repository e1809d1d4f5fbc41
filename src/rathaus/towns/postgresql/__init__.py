"""Django database engine `rathaus.towns.postgresql`."""
