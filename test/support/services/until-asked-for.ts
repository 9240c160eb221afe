import { expect } from 'vitest'
import type { StubServer } from './stub-server.ts'

/**
 * Resolves when a service is asked for the result of what it was sent, which a program does once it has noted the number
 * of the task.
 * @param before how many requests the service had received before
 */
export async function untilAskedFor(server: StubServer, before: number): Promise<void> {
  const asked = () => server.requests.slice(before).filter(({ method }) => method === 'GET').length
  await expect.poll(asked, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
}
