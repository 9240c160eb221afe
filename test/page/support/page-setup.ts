import { buildHost } from '../../support/host/build-host.ts'
import { pageHostVariable } from './stage.ts'

/** Builds the program of the page tests. */
export default async function makePageHost(): Promise<() => Promise<void>> {
  const host = await buildHost('page-host')
  process.env[pageHostVariable] = host.entry
  return host.remove
}
