import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { call } from './bridge.ts'

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Another window of the tests may listen on the default one. */
export async function takePort(page: Page): Promise<number> {
  const port = await freePort()
  await call(page, 'agents.setHttp', { isOn: false, port })
  return port
}
