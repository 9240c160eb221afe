/** `embedding:name` (ComfyUI) and `<embed:name>` (SwarmUI), as written in prompts; null = none. */
export function embeddingsIn(...prompts: readonly (string | null)[]): string | null {
  const all = prompts.map((prompt) => prompt?.slice(0, 60_000) ?? '').join('\n')
  const found = [...all.matchAll(/(?:\bembedding:|<embed:)([\w.\-/\\]{1,200})/gi)].slice(0, 50)
  return [...new Set(found.map(([, name]) => name!.replace(/[.:]+$/, '')))].join(', ') || null
}
