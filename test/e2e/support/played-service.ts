import type { ServiceStub } from '../../support/services/service-stub.ts'
import { startStubServer, type StubOptions, type StubServer } from '../../support/services/stub-server.ts'
import { call } from './bridge.ts'
import type { Running } from './launch.ts'
import { answerMessageBox } from './native-dialogs.ts'

/** Starts the stub of a service and points the running program at it, with a valid key. */
export async function startServiceStub(
  running: Running,
  stub: ServiceStub,
  scene = 'done',
  options: StubOptions = {},
): Promise<StubServer> {
  const server = await playWithoutKey(running, stub, scene, options)
  await call(running.page, 'providers.setKey', { id: stub.id, key: stub.goodKey, keep: 'session' })
  return server
}

/** The same without a key, which the test sets itself. */
export async function playWithoutKey(
  { app, page }: Running,
  stub: ServiceStub,
  scene = 'done',
  options: StubOptions = {},
): Promise<StubServer> {
  const server = await startStubServer(stub, scene, options)
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: stub.id, baseUrl: server.origin })
  return server
}
