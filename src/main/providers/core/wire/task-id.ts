import { z } from 'zod'

/** The id of a task, by which it is found again. Some servers number their tasks. */
export const taskIdSchema = z.union([z.string().min(1), z.number().transform(String)])

/** Returns the id at the end of a task's address, for an answer that has lost its id. */
export function idInAddress(address: string | null | undefined): string | null {
  return (
    URL.parse(address ?? '')
      ?.pathname.split('/')
      .findLast((part) => part !== '') ?? null
  )
}
