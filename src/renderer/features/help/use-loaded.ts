import { useEffect, useState } from 'react'
import { useServices, type Client } from '../../client/index.ts'

interface Loaded<T> {
  /** null = not there yet, or never. */
  readonly value: T | null
  /** For display. */
  readonly problem: string | null
}

/** Asks once, when the page is shown. @param load must be the same function in every render */
export function useLoaded<T>(load: (client: Client) => Promise<T>): Loaded<T> {
  const { client, describeError } = useServices()
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, problem: null })
  useEffect(() => {
    let isGone = false
    load(client).then(
      (value) => !isGone && setLoaded({ value, problem: null }),
      (error: unknown) => !isGone && setLoaded({ value: null, problem: describeError(error).text }),
    )
    return () => {
      isGone = true
    }
  }, [client, describeError, load])
  return loaded
}
