/**
 * Servers of this kind have up to three APIs, and a model's id says which one is used: `sdcpp:NAME` is sd-server's own
 * API with jobs, `localai:NAME` is LocalAI's dialect, and anything else is OpenAI's API.
 */
export type ApiFlavor = 'sdcpp' | 'localai' | 'plain'

export function apiFlavorOf(modelId: string): ApiFlavor {
  if (modelId.startsWith('sdcpp:')) return 'sdcpp'
  return modelId.startsWith('localai:') ? 'localai' : 'plain'
}

/** Returns the model's name on the server. */
export function flavorModelName(modelId: string): string {
  return apiFlavorOf(modelId) === 'plain' ? modelId : modelId.slice(modelId.indexOf(':') + 1)
}

/** sd-server's name for its model in OpenAI's API, whatever is loaded. */
export const sdServerName = 'sd-cpp-local'
