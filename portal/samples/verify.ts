import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Het bericht, of null als het niet van de facade komt. `body` is de Buffer zoals die kwam. */
export function receive(headers: IncomingHttpHeaders, body: Buffer, secret: string): unknown {
  const [id, moment, signatures] = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`]);
  // Een kopregel die twee keer kwam, is een lijst: dat is niet van ons.
  if (typeof id !== "string" || typeof moment !== "string" || typeof signatures !== "string") return null;
  if (!/^[0-9]{1,12}$/.test(moment) || Math.abs(Date.now() / 1000 - Number(moment)) > 300) return null;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (key.length === 0) return null;
  const digest = createHmac("sha256", key).update(`${id}.${moment}.`).update(body).digest("base64");
  const expected = Buffer.from(`v1,${digest}`);
  const fits = signatures.split(" ").some((part) => {
    const given = Buffer.from(part);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits ? JSON.parse(body.toString()) : null;
}
