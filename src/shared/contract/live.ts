import { z } from 'zod'
import { jobIdSchema } from '../domain/ids.ts'
import {
  liveDrawSchema,
  liveFrameSchema,
  liveIdSchema,
  liveKeepSchema,
  liveSessionSchema,
  liveStartSchema,
  liveStateSchema,
} from '../domain/live.ts'
import { command, event } from './define.ts'

const byId = z.object({ id: liveIdSchema })

/** The live canvas: a model of this computer redraws the canvas while it is painted. Sends nothing, costs nothing. */
export const live = {
  /**
   * Starts with a model; a session that was running ends. Draws nothing yet. @throws model/missing,
   * provider/unsupported, engine/*
   */
  'live.start': command('live', liveStartSchema, liveSessionSchema),
  /**
   * Redraws a snapshot of the canvas: one at a time, at most one waits, and a newer one takes its place. Canceling ends
   * the drawing at its next step. @throws storage/not-found if the session has ended, engine/*, model/missing
   */
  'live.draw': command('live', liveDrawSchema, z.object({ frame: liveFrameSchema, state: liveStateSchema })),
  /** Adds the newest frame to the library and to the document's results, as it was drawn. @throws storage/* */
  'live.keep': command('live', liveKeepSchema, z.object({ id: jobIdSchema })),
  /** Ends the session, and the drawing at its next step. */
  'live.stop': command('control', byId, z.void()),
  /** Drawing was paused, or may go on. */
  'live.changed': event(liveStateSchema.extend(byId.shape)),
}
