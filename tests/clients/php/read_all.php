<?php
// Reads each answer as the generated client does, and prints what it has of it.

require 'stagemarkt.php';

use OpenAPI\Client\ObjectSerializer;

$read = [];
foreach (json_decode(file_get_contents($argv[1])) as $answer) {
    $object = ObjectSerializer::deserialize($answer->inhoud, '\OpenAPI\Client\Model\\' . $answer->model);
    $read[$answer->naam] = ObjectSerializer::sanitizeForSerialization($object);
}
echo json_encode($read, JSON_THROW_ON_ERROR), "\n";
