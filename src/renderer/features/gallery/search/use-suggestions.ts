import { useEffect, useMemo, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { useServices } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'

type Suggestions = Output<'catalogue.suggest'>

interface Place {
  readonly query: string
  readonly at: number
}

const none: Suggestions = { from: 0, to: 0, terms: [] }

/** Returns suggestions for the caret position. Requested only while the box has focus. */
export function useSuggestions(caret: Place | null): Suggestions {
  const { client } = useServices()
  const [latestAnswer, setAnswer] = useState<Place & { readonly suggestions: Suggestions }>({
    query: '',
    at: -1,
    suggestions: none,
  })
  const latest = useMemo(
    () =>
      createLatestRequest<Place, Place & { readonly suggestions: Suggestions }>({
        request: async (suggested, signal) => ({
          ...suggested,
          suggestions: await client.call('catalogue.suggest', suggested, { signal }),
        }),
        onResult: setAnswer,
        // Typing still works without a list.
        onError: () => undefined,
      }),
    [client],
  )
  const [query, at] = [caret?.query ?? null, caret?.at ?? 0]
  useEffect(() => {
    if (query !== null) void latest.send({ query, at })
    return () => latest.cancel()
  }, [latest, query, at])
  // Suggestions for outdated text would be inserted in the wrong place.
  return latestAnswer.query === query && latestAnswer.at === at ? latestAnswer.suggestions : none
}
