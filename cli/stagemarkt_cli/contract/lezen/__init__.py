"""From a WSDL and its schemas to a `Contract`."""
