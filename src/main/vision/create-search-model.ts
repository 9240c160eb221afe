interface SearchModelOptions<Model> {
  /** The one in use first. */
  readonly models: () => Promise<{ readonly models: readonly Model[] }>
  readonly counts: (model: string) => Promise<{ readonly embedded: number }>
  readonly nowMs?: () => number
  /** Counting looks at every image: while another model answers, that stands for so long. Default: 5 s. */
  readonly choiceMs?: number
}

/**
 * Returns the model to search with: the one in use, once it has seen as many images as any other. Until then the other
 * one answers, so that a change of the model loses nothing while the new index is built. null = none is installed.
 */
export function createSearchModel<Model extends { readonly id: string }>(
  options: SearchModelOptions<Model>,
): () => Promise<Model | null> {
  const { models, counts, nowMs = () => performance.now(), choiceMs = 5_000 } = options
  let choice: { readonly of: string; readonly id: string; readonly untilMs: number } | null = null

  async function choose(first: Model, others: readonly Model[]): Promise<Model> {
    let [best, most] = [first, (await counts(first.id)).embedded]
    for (const other of others) {
      const { embedded } = await counts(other.id)
      if (embedded > most) [best, most] = [other, embedded]
    }
    return best
  }

  return async () => {
    const [first, ...others] = (await models()).models
    if (first === undefined) return null
    if (others.length === 0) return first
    const of = [first, ...others].map(({ id }) => id).join('\n')
    if (choice?.of !== of || choice.untilMs <= nowMs()) {
      const { id } = await choose(first, others)
      // The index of a model that is not in use does not grow.
      choice = { of, id, untilMs: id === first.id ? Infinity : nowMs() + choiceMs }
    }
    const { id } = choice
    return [first, ...others].find((model) => model.id === id) ?? first
  }
}
