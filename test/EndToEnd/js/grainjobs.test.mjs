import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { GrainJobs, GrainJobsError, GrainJobsTimeout, isFinished } from '../../../src/Client/js/grainjobs.mjs';

const job = (version, status = 'processing', more = {}) => ({ jobId: 'j1', status, version, progress: version * 10, ...more });

/** A gateway that answers by these handlers: {'GET /path': (req, res, body, count) => ...}. Closed with the test. */
async function gateway(t, routes) {
  const calls = [];
  const server = createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const url = new URL(req.url, 'http://x');
    const call = { method: req.method, path: url.pathname, query: url.searchParams, headers: req.headers, body: Buffer.concat(chunks).toString() };
    calls.push(call);
    const count = calls.filter(c => c.method === call.method && c.path === call.path).length;
    const route = routes[`${req.method} ${url.pathname}`];
    if (route) await route(call, res, count);
    else send(res, 404, { error: 'Job not found', code: 'job_not_found' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, calls };
}

function send(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
  res.end(body === undefined ? undefined : JSON.stringify(body));
}

function stream(res, chunks, end = true) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const chunk of chunks) res.write(chunk);
  if (end) res.end();
}

const event = j => `id: ${j.version}\ndata: ${JSON.stringify(j)}\n\n`;

test('the stream alone brings every state to the end, and nothing is polled', async t => {
  const { url, calls } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => stream(res, [': heartbeat\n\n', event(job(1)), event(job(2)), event(job(3, 'completed'))], false),
  });
  const seen = [];

  const done = await new GrainJobs(url).wait('j1', { token: 'tok', onUpdate: j => seen.push(j.version) });

  assert.equal(done.status, 'completed');
  assert.deepEqual(seen, [1, 2, 3]);
  assert.deepEqual(calls.map(c => c.path), ['/api/jobs/j1/stream']);
  assert.equal(calls[0].headers['x-job-token'], 'tok');
  assert.equal(calls[0].query.size, 0, 'a token is never put into a URL');
});

test('events cut anywhere, with any line end, are read whole', async t => {
  const text = `data: ${JSON.stringify(job(1))}\r\n\r\nid: 2\r\ndata:${JSON.stringify(job(2, 'completed', { message: 'Zürich' }))}\r\n\r\n`;
  const bytes = Buffer.from(text);
  const { url } = await gateway(t, {
    'GET /api/jobs/j1/stream': async (_, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (let i = 0; i < bytes.length; i += 7) {
        res.write(bytes.subarray(i, i + 7));
        await new Promise(resolve => setImmediate(resolve));
      }
      res.end();
    },
  });

  assert.equal((await new GrainJobs(url).wait('j1')).message, 'Zürich');
});

test('a stream that breaks is followed by polling, once, and no state is told twice or goes back', async t => {
  const { url, calls } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' });
      res.write(event(job(1)) + event(job(2)), () => res.destroy());
    },
    'GET /api/jobs/j1': (_, res, count) => send(res, 200, [job(1), job(2), job(3), job(4, 'completed')][count - 1]),
  });
  const seen = [];

  await new GrainJobs(url).wait('j1', { pollMs: 5, onUpdate: j => seen.push(j.version) });

  assert.deepEqual(seen, [1, 2, 3, 4]);
  assert.equal(calls.filter(c => c.path.endsWith('/stream')).length, 1);
  assert.equal(calls.filter(c => !c.path.endsWith('/stream'))[0].query.get('version'), '2');
});

test('a stream that ends early without a terminal event is followed by polling', async t => {
  const { url } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => stream(res, [event(job(1))]),
    'GET /api/jobs/j1': (_, res) => send(res, 200, job(5, 'error', { error: 'why' })),
  });

  assert.equal((await new GrainJobs(url).wait('j1', { pollMs: 5 })).error, 'why');
});

test('404s, 503s, 429s and cut connections while polling are survived', async t => {
  const { url } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => send(res, 503, { error: 'away' }),
    'GET /api/jobs/j1': (_, res, count) => {
      if (count <= 2) return send(res, 404, { error: 'Job not found' });
      if (count === 3) return res.destroy();
      if (count === 4) return send(res, 503, { error: 'away' }, { 'Retry-After': '0' });
      if (count === 5) return send(res, 429, { error: 'slow' }, { 'Retry-After': '0' });
      return send(res, 200, job(count, 'completed'));
    },
  });

  assert.equal((await new GrainJobs(url).wait('j1', { pollMs: 2 })).version, 6);
});

test('polling sends the ETag, and 304 changes nothing', async t => {
  const { url, calls } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => send(res, 500, {}),
    'GET /api/jobs/j1': (_, res, count) => (count === 2 ? send(res, 304) : send(res, 200, job(count, count > 2 ? 'completed' : 'queued'), { ETag: `"${count}"` })),
  });

  await new GrainJobs(url).wait('j1', { pollMs: 2 });

  assert.equal(calls.at(-1).headers['if-none-match'], '"1"');
});

test('a refused credential ends it at once', async t => {
  const { url, calls } = await gateway(t, { 'GET /api/jobs/j1/stream': (_, res) => send(res, 401, { error: 'Credential missing', code: 'credential_missing' }) });

  await assert.rejects(new GrainJobs(url).wait('j1'), fault => fault instanceof GrainJobsError && fault.status === 401 && fault.code === 'credential_missing' && fault.message === 'Credential missing');
  assert.equal(calls.length, 1);
});

test('the time limit holds while streaming and while polling, and tells the last state', async t => {
  const { url } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => stream(res, [event(job(1))], false),
    'GET /api/jobs/j2/stream': (_, res) => send(res, 404, {}),
  });
  const client = new GrainJobs(url);

  await assert.rejects(client.wait('j1', { timeoutMs: 100 }), fault => fault instanceof GrainJobsTimeout && fault.lastJob.version === 1);
  await assert.rejects(client.wait('j2', { timeoutMs: 100, pollMs: 5 }), GrainJobsTimeout);
});

test('an abort ends it with its reason', async t => {
  const { url } = await gateway(t, { 'GET /api/jobs/j1/stream': (_, res) => stream(res, [event(job(1))], false) });
  const stop = new AbortController();
  const reason = new Error('enough');

  await assert.rejects(new GrainJobs(url).wait('j1', { signal: stop.signal, onUpdate: () => stop.abort(reason) }), reason);
});

test('leaving the loop early closes the stream', async t => {
  let closed;
  const gone = new Promise(resolve => (closed = resolve));
  const { url } = await gateway(t, {
    'GET /api/jobs/j1/stream': (_, res) => {
      res.on('close', closed);
      stream(res, [event(job(1))], false);
    },
  });

  for await (const state of new GrainJobs(url).watch('j1')) {
    assert.equal(isFinished(state), false);
    break;
  }

  await gone;
});

test('a submit is repeated under the same idempotency key until it is answered', async t => {
  const { url, calls } = await gateway(t, {
    'POST /api/jobs': (call, res, count) => (count === 1 ? res.destroy() : count === 2 ? send(res, 503, {}, { 'Retry-After': '0' }) : send(res, 201, { ...JSON.parse(call.body), jobId: 'j9', accessToken: 't' })),
  });

  const made = await new GrainJobs(url, { apiKey: 'key' }).submit({ jobType: 'generic' });

  assert.equal(made.jobId, 'j9');
  assert.equal(new Set(calls.map(c => c.headers['idempotency-key'])).size, 1);
  assert.ok(calls[0].headers['idempotency-key']);
  assert.equal(calls[0].headers['x-api-key'], 'key');
});

test('a change is not repeated when its answer is lost', async t => {
  const { url, calls } = await gateway(t, { 'PATCH /api/jobs/j1': (_, res) => res.destroy() });

  await assert.rejects(new GrainJobs(url).update('j1', { progress: 5 }));
  assert.equal(calls.length, 1);
});

test('a refusal names the fields', async t => {
  const { url } = await gateway(t, { 'POST /api/jobs': (_, res) => send(res, 400, { error: 'Invalid', code: 'invalid_request', errors: { jobId: ['must match'] } }) });

  await assert.rejects(new GrainJobs(url).submit({ jobId: '?' }), fault => fault.errors.jobId[0] === 'must match');
});

test('files and builds are uploaded as forms, fields that are absent left out', async t => {
  const { url, calls } = await gateway(t, {
    'POST /api/files/process': (_, res) => send(res, 200, { success: true }),
    'POST /api/builds': (_, res) => send(res, 201, { id: 'b1' }),
  });
  const client = new GrainJobs(url, { apiKey: 'key' });

  await client.processFile(new Blob(['content']), { documentType: 'invoice', invoiceId: 'i1' });
  await client.submitBuild({ platform: 'linux', source: new Blob(['zip']) });
  await client.submitBuild({ platform: 'linux' });

  assert.match(calls[0].headers['content-type'], /^multipart\/form-data/);
  assert.match(calls[0].body, /name="documentType"\r\n\r\ninvoice/);
  assert.doesNotMatch(calls[0].body, /parentId/);
  assert.match(calls[1].body, /name="source"; filename=/);
  assert.doesNotMatch(calls[1].body, /await_source/);
  assert.match(calls[2].body, /name="await_source"\r\n\r\ntrue/);
});
