/**
 * Servers of this kind have up to three doors, and a model's id says which one it is asked through: `sdcpp:NAME` is
 * sd-server's own API with jobs, `localai:NAME` is LocalAI's dialect, and anything else is what OpenAI's API has.
 */
export type ApiFlavor = 'sdcpp' | 'localai' | 'plain'

export function apiFlavorOf(modelId: string): ApiFlavor {
  if (modelId.startsWith('sdcpp:')) return 'sdcpp'
  return modelId.startsWith('localai:') ? 'localai' : 'plain'
}

/** The model's name as the server knows it. */
export function nameOf(modelId: string): string {
  return apiFlavorOf(modelId) === 'plain' ? modelId : modelId.slice(modelId.indexOf(':') + 1)
}

/** What sd-server calls its model behind the plain door, whatever was loaded. */
export const sdServerName = 'sd-cpp-local'
