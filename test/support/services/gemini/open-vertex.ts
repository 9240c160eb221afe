import { generateKeyPairSync } from 'node:crypto'
import type { Credential, ProviderAdapter } from '../../../../src/main/providers/core/adapter.ts'
import { createSession } from '../../../../src/main/providers/core/create-session.ts'
import type { ProviderSession } from '../../../../src/main/providers/provider-manager.ts'
import { createNodeTransport } from '../../node-transport.ts'
import type { ServiceStub } from '../service-stub.ts'
import { startStubServer, type StubServer } from '../stub-server.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Fake credentials, generated for this run. */
const account: Credential = {
  type: 'service-account',
  clientEmail: 'painter@atelier-tests.iam.gserviceaccount.com',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  privateKeyId: null,
  projectId: 'atelier-tests',
}

/** A Google adapter signed in with a service account, against a stub of Google. */
export async function openVertex(
  adapter: ProviderAdapter,
  stub: ServiceStub,
): Promise<{ server: StubServer; session: ProviderSession }> {
  const server = await startStubServer(stub)
  const common = {
    adapter,
    secrets: [],
    baseUrl: server.origin,
    transport: createNodeTransport(),
    signal: new AbortController().signal,
    appVersion: '0.0.0',
    project: { projectId: 'atelier-tests', location: null },
    onUpdate: () => {},
    onSending: () => {},
    onAnswer: () => {},
  }
  const signedOut = createSession({ ...common, credentialHeaders: {} })
  const signedIn = await signedOut.run(async (call) => adapter.signIn?.(account, call, Date.now()))
  return { server, session: createSession({ ...common, credentialHeaders: signedIn?.headers ?? {} }) }
}
