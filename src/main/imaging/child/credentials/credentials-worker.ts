/** Worker thread entry: Content Credentials, one job after another. It has the library to itself. */
import { parentPort } from 'node:worker_threads'

import { checkFile } from './check-file.ts'
import type { CredentialsJob, FromCredentialsThread, ToCredentialsThread } from './credentials-message.ts'
import { signBytes } from './sign-bytes.ts'

let answer: ((signature: Uint8Array) => void) | null = null

function post(message: FromCredentialsThread): void {
  parentPort?.postMessage(message)
}

/** The key is elsewhere: what is to be signed goes out, and the signature comes back. */
function askForSignature(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    answer = resolve
    post({ kind: 'toSign', bytes })
  })
}

async function work(job: CredentialsJob): Promise<void> {
  try {
    if (job.is === 'sign') post({ kind: 'signed', bytes: await signBytes(job, askForSignature) })
    else post({ kind: 'checked', check: await checkFile(job.path, job.mime) })
  } catch (thrown) {
    post({ kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

parentPort?.on('message', (message: ToCredentialsThread) => {
  if (message.kind === 'do') void work(message.job)
  else answer?.(message.bytes)
})
