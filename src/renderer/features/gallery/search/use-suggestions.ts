import { useEffect, useMemo, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { useServices } from '../../../client/index.ts'
import { createLateAnswer } from './create-late-answer.ts'

type Suggestions = Output<'catalogue.suggest'>

interface Place {
  readonly query: string
  readonly at: number
}

const none: Suggestions = { from: 0, to: 0, terms: [] }

/** What may stand where one is writing. Asked for only while the box has the focus. */
export function useSuggestions(place: Place | null): Suggestions {
  const { client } = useServices()
  const [answer, setAnswer] = useState<Place & { readonly suggestions: Suggestions }>({
    query: '',
    at: -1,
    suggestions: none,
  })
  const late = useMemo(
    () =>
      createLateAnswer<Place, Place & { readonly suggestions: Suggestions }>({
        ask: async (asked, signal) => ({
          ...asked,
          suggestions: await client.call('catalogue.suggest', asked, { signal }),
        }),
        onAnswer: setAnswer,
        // Without a list one can still write.
        onError: () => undefined,
        delayMs: 0,
      }),
    [client],
  )
  const [query, at] = [place?.query ?? null, place?.at ?? 0]
  useEffect(() => {
    if (query !== null) late.ask({ query, at })
    return () => late.stop()
  }, [late, query, at])
  // Of what was written a moment ago they would be put in the wrong place.
  return answer.query === query && answer.at === at ? answer.suggestions : none
}
