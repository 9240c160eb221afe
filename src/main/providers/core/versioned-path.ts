import type { Call } from './call.ts'

/**
 * Returns `/v1/models` for a bare address, `/models` if the user's base URL has a path of its own
 * (`https://gateway.example/openai/v1`): people enter either, and `/v1` must not be repeated.
 */
export function versionedPath(call: Call, path: string, version = '/v1'): string {
  return call.basePath === undefined || call.basePath === '' ? `${version}${path}` : path
}
