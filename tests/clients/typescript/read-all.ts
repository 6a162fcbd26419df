// Calls each operation of the generated client, answers it, and prints what the caller gets.
import * as api from './stagemarkt/sdk.gen.js';
import { client } from './stagemarkt/client.gen.js';
import answers from './antwoorden.json' with { type: 'json' };

type Call = (options: object) => Promise<{ data?: unknown; error?: unknown }>;
const operations = api as unknown as Record<string, Call>;
const read: Record<string, unknown> = {};
const path = { leerbedrijfId: '1', code: '2', leerplaatsId: '3', abonnementId: '4', mutatieId: '5' };
for (const answer of answers) {
  const headers = { 'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json' };
  client.setConfig({
    baseUrl: 'https://stagemarkt-facade.example/v1',
    fetch: async () => new Response(JSON.stringify(answer.inhoud), { status: answer.status, headers }),
  });
  const operation = operations[answer.operatie];
  if (operation === undefined) throw new Error(`there is no ${answer.operatie}`);
  const { data, error } = await operation({
    path,
    headers: { 'If-Match': '*' },
    ...(answer.methode === 'GET' || answer.methode === 'DELETE' ? {} : { body: {} }),
  });
  read[answer.naam] = answer.status < 400 ? data : error;
}
console.log(JSON.stringify(read));
