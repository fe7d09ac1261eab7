// The GrainJobs client for browsers and Node 18 or later: one plain module, nothing to build, nothing to install.
//
//   const jobs = new GrainJobs('https://jobs.example', { apiKey });
//   const { jobId, accessToken } = await jobs.submit({ jobType: 'generic' });
//   const done = await jobs.wait(jobId, { token: accessToken, onUpdate: job => show(job.progress) });

const TERMINAL = new Set(['completed', 'error', 'cancelled']);
const TIME_LIMIT_MS = 5 * 60_000;
const CALL_LIMIT_MS = 30_000;
const POLL_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
const LONG_POLL_S = 20;
// The server says something every 15 s; three times that in silence is a dead connection.
const SILENCE_MS = 45_000;

/** The gateway said no. */
export class GrainJobsError extends Error {
  constructor(status, problem = {}, retryAfterMs = undefined) {
    super(problem.error ?? problem.detail ?? problem.title ?? `The gateway answered ${status}.`);
    this.name = 'GrainJobsError';
    /** The HTTP status. */
    this.status = status;
    /** The stable snake_case code; undefined when something in front of the gateway answered. */
    this.code = problem.code;
    /** What is wrong with which field. */
    this.errors = problem.errors ?? {};
    this.retryAfterMs = retryAfterMs;
  }
}

/** The job had not ended within the time limit. It goes on without us. */
export class GrainJobsTimeout extends Error {
  constructor(jobId, timeoutMs, lastJob) {
    super(`Job ${jobId} had not ended after ${timeoutMs} ms.`);
    this.name = 'GrainJobsTimeout';
    /** The newest state seen; undefined when none was. */
    this.lastJob = lastJob;
  }
}

/** True for a state that never changes again. */
export const isFinished = job => TERMINAL.has(job?.status);

export class GrainJobs {
  #base;
  #apiKey;
  #fetch;

  /**
   * @param {string} server where the gateway listens; '' for the page's own origin
   * @param {{apiKey?: string, fetch?: typeof fetch}} [options] browsers hold job tokens instead of a key
   */
  constructor(server = '', { apiKey, fetch = globalThis.fetch } = {}) {
    this.#base = server.replace(/\/+$/, '');
    this.#apiKey = apiKey;
    this.#fetch = (...args) => fetch(...args);
  }

  /** Creates a job, or gives the existing one of that jobId. A repeat under the same key is the same call. */
  submit(job = {}, { idempotencyKey = job.jobId ? undefined : newKey(), signal } = {}) {
    return this.#json('POST', '/api/jobs', { json: job, idempotencyKey, signal, repeatable: true });
  }

  /** The job now. */
  get(jobId, { token, signal } = {}) {
    return this.#json('GET', path(jobId), { token, signal, repeatable: true });
  }

  /** Changes a tracked job: status, progress, message, documentId, result, error. */
  update(jobId, change, { signal } = {}) {
    return this.#json('PATCH', path(jobId), { json: change, signal });
  }

  cancel(jobId, { signal } = {}) {
    return this.#json('POST', `${path(jobId)}/cancel`, { signal, repeatable: true });
  }

  /** A new job like a finished one: {jobId, originalJobId}. */
  retry(jobId, { signal } = {}) {
    return this.#json('POST', `${path(jobId)}/retry`, { idempotencyKey: newKey(), signal, repeatable: true });
  }

  /** Saves the input of a job that awaits it, and so queues it. */
  saveInput(jobId, body, { contentType = 'application/octet-stream', signal } = {}) {
    return this.#json('PUT', `${path(jobId)}/input`, { body, headers: { 'Content-Type': contentType }, signal, limitMs: 0 });
  }

  /**
   * Uploads a file for processing, and answers when it was processed. Pass the jobId of a tracked job and wait() for that meanwhile.
   * @param {Blob} file
   * @param {{documentType: string, jobId?: string, parentId?: string, contractId?: string, invoiceId?: string, fuelBidId?: string}} fields
   */
  processFile(file, fields, { signal } = {}) {
    return this.#json('POST', '/api/files/process', { body: form({ file, ...fields }), signal, limitMs: 0 });
  }

  /**
   * Submits a build; without a source it waits for uploadSource().
   * @param {{platform: string, source?: Blob, certs?: Blob, projectId?: string, priority?: number}} build
   */
  submitBuild({ platform, source, certs, projectId, priority }, { idempotencyKey = newKey(), signal } = {}) {
    const body = form({ platform, source, certs, project_id: projectId, priority, await_source: source ? undefined : 'true' });
    return this.#json('POST', '/api/builds', { body, idempotencyKey, signal, limitMs: 0 });
  }

  uploadSource(buildId, source, { signal } = {}) {
    return this.#json('PUT', `/api/builds/${encodeURIComponent(buildId)}/source`, { body: source, headers: { 'Content-Type': 'application/octet-stream' }, signal, limitMs: 0 });
  }

  /**
   * The finished job. Tries the stream first; when that fails, polls from then on. Rejects with GrainJobsTimeout past the limit.
   * @param {{token?: string, timeoutMs?: number, pollMs?: number, signal?: AbortSignal, onUpdate?: (job: object) => void}} [options]
   */
  async wait(jobId, { onUpdate = () => {}, ...options } = {}) {
    let last;
    for await (const job of this.watch(jobId, options)) {
      last = job;
      onUpdate(job);
    }

    return last;
  }

  /** Every new state of the job, the terminal one last. Options as for wait(). Stop early by leaving the loop. */
  async *watch(jobId, { token, timeoutMs = TIME_LIMIT_MS, pollMs = POLL_MS, signal } = {}) {
    const limit = new Limit(timeoutMs, signal, () => new GrainJobsTimeout(jobId, timeoutMs, last));
    let last;
    try {
      for await (const job of this.#states(jobId, token, pollMs, limit)) {
        // A poll may tell again what the stream told already, and nothing may ever seem to go back.
        if (last && !(job.version > last.version)) continue;
        last = job;
        yield job;
        if (isFinished(job)) return;
      }
    } finally {
      limit.end();
    }
  }

  async *#states(jobId, token, pollMs, limit) {
    let version;
    try {
      for await (const job of this.#stream(jobId, token, limit)) {
        version = job.version;
        yield job;
      }
    } catch (fault) {
      limit.check();
      if (isFinal(fault)) throw fault;
    }

    // It broke, or ended without a terminal event: polling takes over for good.
    yield* this.#poll(jobId, token, pollMs, version, limit);
  }

  async *#stream(jobId, token, limit) {
    const silence = new Silence(limit.signal);
    try {
      const answer = await this.#send('GET', `${path(jobId)}/stream`, { token, headers: { Accept: 'text/event-stream' }, signal: silence.signal });
      if (answer.status === 204 || !answer.body) return;
      yield* events(answer.body, () => silence.broken());
    } finally {
      silence.end();
    }
  }

  async *#poll(jobId, token, pollMs, version, limit) {
    let etag;
    for (let faults = 0; ;) {
      const wait = version === undefined ? '' : `?wait=${LONG_POLL_S}&version=${version}`;
      const began = Date.now();
      try {
        const answer = await this.#send('GET', path(jobId) + wait, { token, headers: etag ? { 'If-None-Match': etag } : {}, signal: limit.signal, limitMs: CALL_LIMIT_MS + LONG_POLL_S * 1000 });
        faults = 0;
        if (answer.status !== 304) {
          const job = await answer.json();
          etag = answer.headers.get('ETag') ?? undefined;
          version = job.version;
          yield job;
        }
      } catch (fault) {
        limit.check();
        if (isFinal(fault)) throw fault;
        await limit.pause(pause(++faults, pollMs, fault.retryAfterMs));
        continue;
      }

      // A gateway that holds the poll needs no further pause.
      await limit.pause(Math.max(0, pollMs - (Date.now() - began)));
    }
  }

  async #json(method, route, { repeatable = false, ...options }) {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await this.#send(method, route, { limitMs: CALL_LIMIT_MS, ...options });
        return answer.status === 204 ? undefined : await answer.json();
      } catch (fault) {
        options.signal?.throwIfAborted();
        if (tries >= 5 || !mayRepeat(fault, repeatable)) throw fault;
        await sleep(pause(tries, 200, fault.retryAfterMs), options.signal);
      }
    }
  }

  // limitMs 0 or absent: only the signal ends it.
  async #send(method, route, { json, body, headers = {}, token, idempotencyKey, signal, limitMs }) {
    const all = { ...headers };
    if (token) all['X-Job-Token'] = token;
    else if (this.#apiKey) all['X-API-Key'] = this.#apiKey;
    if (idempotencyKey) all['Idempotency-Key'] = idempotencyKey;
    if (json !== undefined) all['Content-Type'] = 'application/json';
    const signals = [signal, limitMs ? AbortSignal.timeout(limitMs) : undefined].filter(Boolean);
    const answer = await this.#fetch(this.#base + route, {
      method,
      headers: all,
      body: json === undefined ? body : JSON.stringify(json),
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    });
    if (answer.ok || answer.status === 304) return answer;
    throw new GrainJobsError(answer.status, await problem(answer), retryAfter(answer));
  }
}

/** Reads server-sent events; yields what their data says. */
async function* events(body, onBytes) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === '' && data.length > 0) {
          const text = data.join('\n');
          data = [];
          yield JSON.parse(text);
        } else if (line.startsWith('data:')) {
          data.push(line.slice(line[5] === ' ' ? 6 : 5));
        }
      }
    }
  } finally {
    // Also when the reader of the events stops early.
    reader.cancel().catch(() => {});
  }
}

/** The time a watch may take. */
class Limit {
  #controller = new AbortController();
  #timer;
  #outer;
  #onOuter = () => this.#controller.abort(this.#outer.reason);

  constructor(timeoutMs, signal, fault) {
    this.#outer = signal;
    this.#timer = setTimeout(() => this.#controller.abort(fault()), timeoutMs);
    if (signal?.aborted) this.#onOuter();
    signal?.addEventListener('abort', this.#onOuter, { once: true });
  }

  get signal() {
    return this.#controller.signal;
  }

  check() {
    this.signal.throwIfAborted();
  }

  pause(ms) {
    return sleep(ms, this.signal);
  }

  end() {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
  }
}

/** Ends a stream that has been silent for too long, and with the signal around it. */
class Silence {
  #controller = new AbortController();
  #timer;
  #outer;
  #onOuter = () => this.#controller.abort(this.#outer.reason);

  constructor(outer) {
    this.#outer = outer;
    if (outer.aborted) this.#onOuter();
    outer.addEventListener('abort', this.#onOuter, { once: true });
    this.broken();
  }

  get signal() {
    return this.#controller.signal;
  }

  broken() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Error('The stream has been silent for too long.')), SILENCE_MS);
  }

  end() {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#onOuter);
    this.#controller.abort();
  }
}

const path = jobId => `/api/jobs/${encodeURIComponent(jobId)}`;

// What no waiting will heal. A 404 may be a job that another gateway is about to show.
const isFinal = fault => fault instanceof GrainJobsError && fault.status < 500 && ![404, 408, 425, 429].includes(fault.status);

function mayRepeat(fault, repeatable) {
  if (!(fault instanceof GrainJobsError)) return repeatable;
  return fault.status === 429 || (repeatable && (fault.status >= 500 || (fault.status === 409 && fault.retryAfterMs !== undefined)));
}

function pause(tries, firstMs, askedMs = 0) {
  const full = Math.min(firstMs * 2 ** (tries - 1), Math.max(LONGEST_PAUSE_MS, firstMs));
  return Math.max(Math.min(askedMs, 60_000), full * (0.5 + Math.random() / 2));
}

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function form(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null) body.append(name, value instanceof Blob ? value : String(value));
  }

  return body;
}

async function problem(answer) {
  try {
    return (await answer.json()) ?? {};
  } catch {
    return {};
  }
}

function retryAfter(answer) {
  const seconds = Number(answer.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

// Unique, not secret. Node 18 has no global crypto, and browsers have randomUUID only on https and localhost.
function newKey() {
  return globalThis.crypto?.randomUUID?.() ?? Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}
