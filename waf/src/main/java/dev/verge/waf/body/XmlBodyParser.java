package dev.verge.waf.body;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML documents: all text as one value, as ModSecurity's {@code XML:/*} has it (the string value of
 * the one node that this expression selects), and the values of attributes.
 *
 * <p>A document type declaration is an error, whatever it declares: it is where entities that grow
 * exponentially or read files come from, and nothing that is sent to an application needs one.
 * Namespaces are not looked into, so that a prefix may be undeclared, as for libxml2.
 */
final class XmlBodyParser {
  private final Collector out;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean hasElement;

  private XmlBodyParser(Collector out) {
    this.out = out;
  }

  static void parse(String body, Collector out) throws MalformedBodyException {
    XmlBodyParser parser = new XmlBodyParser(out);
    try {
      parser.read(body);
    } finally {
      if (parser.hasElement) {
        out.xmlText(Utf8.encode(parser.text.toString()));
      }
    }
  }

  /** One for each document: factories are not promised to be safe for threads. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    return factory;
  }

  private void read(String body) throws MalformedBodyException {
    XmlText document = XmlText.of(body);
    try {
      XMLStreamReader reader =
          factory().createXMLStreamReader(new StringReader(document.characters()));
      while (reader.hasNext()) {
        read(reader.next(), reader);
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK's parser lets some of its own exceptions through.
      throw new MalformedBodyException("invalid XML");
    }
    if (document.malformed()) {
      throw new MalformedBodyException("invalid bytes in XML");
    }
  }

  private void read(int event, XMLStreamReader reader) throws MalformedBodyException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        open();
        readAttributes(reader);
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
        if (depth > 0) {
          text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }
      }
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new MalformedBodyException("document type or entity in XML");
      default -> {}
    }
  }

  private void open() throws MalformedBodyException {
    hasElement = true;
    if (++depth > out.limits().depth()) {
      throw new MalformedBodyException("XML deeper than " + out.limits().depth());
    }
  }

  private void readAttributes(XMLStreamReader reader) throws MalformedBodyException {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (!isNamespace(reader, i)) {
        out.xmlAttribute(Utf8.encode(reader.getAttributeValue(i)));
      }
    }
  }

  private static boolean isNamespace(XMLStreamReader reader, int attribute) {
    String prefix = reader.getAttributePrefix(attribute);
    boolean unprefixed = prefix == null || prefix.isEmpty();
    return "xmlns".equals(unprefixed ? reader.getAttributeLocalName(attribute) : prefix);
  }
}
