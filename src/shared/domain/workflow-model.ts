const prefix = 'workflow:'

/** Returns the model id of a user's own ComfyUI workflow. */
export const workflowModelId = (path: string) => `${prefix}${path}`

/** Returns the file named by a model id; null = it names none. */
export function workflowPathOf(modelId: string): string | null {
  return modelId.startsWith(prefix) ? modelId.slice(prefix.length) : null
}
