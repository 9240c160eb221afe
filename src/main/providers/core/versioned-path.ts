import type { Call } from './call.ts'

/**
 * `/v1/models` below a bare address, `/models` where the person's base URL has a path of its own
 * (`https://gateway.example/openai/v1`): people give either, and `/v1` must not be there twice.
 */
export function versionedPath(call: Call, path: string, version = '/v1'): string {
  return call.basePath === undefined || call.basePath === '' ? `${version}${path}` : path
}
