const prefix = 'workflow:'

/** The id of the model that a person's own ComfyUI workflow is. */
export const workflowModelId = (path: string) => `${prefix}${path}`

/** The file a model id names; null = it names no file. */
export function workflowPathOf(modelId: string): string | null {
  return modelId.startsWith(prefix) ? modelId.slice(prefix.length) : null
}
