import { z } from 'zod'
import { meaningIndexSchema } from '../domain/meaning-index.ts'
import { event, query } from './define.ts'

/** What models on this computer see in the images. */
export const vision = {
  'vision.index': query(z.object({}), meaningIndexSchema),
  /** The index has grown, or its run has begun or ended. */
  'vision.indexChanged': event(z.object({})),
}
