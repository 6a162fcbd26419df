<?php

/**
 * Het bericht, of null als het niet van de facade komt.
 *
 * $headers: namen in kleine letters. $body: file_get_contents('php://input').
 */
function receive(array $headers, string $body, string $secret): ?array
{
    $id = $headers['webhook-id'] ?? null;
    $moment = $headers['webhook-timestamp'] ?? null;
    $signatures = $headers['webhook-signature'] ?? null;
    if (!is_string($id) || !is_string($moment) || !is_string($signatures)) {
        return null;
    }
    if (!preg_match('/\A[0-9]{1,12}\z/', $moment) || abs(time() - (int) $moment) > 300) {
        return null;
    }
    $key = base64_decode(preg_replace('/\Awhsec_/', '', $secret), true);
    if ($key === false || $key === '') {
        return null;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$moment.$body", $key, true));
    foreach (explode(' ', $signatures) as $given) {
        if (hash_equals($expected, $given)) {
            return json_decode($body, true);
        }
    }
    return null;
}
