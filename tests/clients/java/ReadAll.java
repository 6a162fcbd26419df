import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import org.openapitools.client.ApiClient;

/** Reads each answer as the generated client does, and prints what it has of it. */
public class ReadAll {
  public static void main(String[] arguments) throws Exception {
    ObjectMapper mapper = ApiClient.createDefaultObjectMapper();
    ObjectNode read = mapper.createObjectNode();
    for (JsonNode answer : mapper.readTree(new File(arguments[0]))) {
      Class<?> model = Class.forName("org.openapitools.client.model." + answer.get("model").asText());
      Object object = mapper.readValue(answer.get("inhoud").toString(), model);
      read.set(answer.get("naam").asText(), mapper.valueToTree(object));
    }
    System.out.write(mapper.writeValueAsBytes(read));
    System.out.println();
  }
}
