import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { ifItFits } from '../../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../../core/wire/task-id.ts'

const nodeErrorSchema = z.object({
  class_type: z.string().default(''),
  errors: z
    .array(
      z.object({
        type: z.string().default(''),
        message: z.string().default(''),
        details: z.string().default(''),
        extra_info: z.looseObject({ input_name: z.string().optional() }).nullish(),
      }),
    )
    .default([]),
})
/** An empty list if there are none. */
const nodeErrorsSchema = z.union([z.record(z.string(), nodeErrorSchema), z.tuple([])]).default({})
const bodySchema = z.object({
  error: z.object({ type: z.string().default(''), message: z.string().default(''), details: z.string().default('') }),
  node_errors: nodeErrorsSchema,
})
export const comfySubmittedSchema = z.object({
  prompt_id: ifItFits(taskIdSchema),
  node_errors: nodeErrorsSchema.catch({}),
})

type NodeErrors = z.output<typeof nodeErrorsSchema>

/** Inputs that name files of the user's. */
const modelFields = /^(ckpt|lora|unet|vae|clip|control_net|model)_name/

export function readComfyFailure(response: FailureResponse): Fault | null {
  if (response.status === 413) {
    const message = messages.comfyImageTooLarge
    return { type: 'error', code: 'provider/invalid-request', message }
  }
  // ComfyUI's origin check responds with an empty body; a proxy in front of it sends a message.
  if (response.status === 403 && response.text.trim() === '') {
    const message = messages.comfyOriginRejected
    return { type: 'error', code: 'provider/unsupported', message }
  }
  // Nothing here costs money, whatever happened.
  if (response.status >= 500)
    return { type: 'error', code: 'provider/unavailable', message: response.text, isBilled: 'no' }
  const body = bodySchema.safeParse(response.json)
  if (response.status !== 400 || !body.success) return null
  const { error, node_errors } = body.data
  const message = nodeMessages(node_errors) || [error.message, error.details].filter((part) => part !== '').join(': ')
  return { type: 'error', code: codeOf(error.type, message, node_errors), message, isBilled: 'no' }
}

function codeOf(type: string, message: string, nodes: NodeErrors): Extract<Fault, { type: 'error' }>['code'] {
  if (type === 'missing_node_type' || /node .*(does not exist|not found)/i.test(message)) return 'provider/unsupported'
  const isMissing = errorsOf(nodes).some(
    ({ error }) => error.type === 'value_not_in_list' && modelFields.test(error.extra_info?.input_name ?? ''),
  )
  return isMissing ? 'provider/unknown-model' : 'provider/invalid-request'
}

/** Returns every node's own errors; empty = there are none. */
export function nodeMessages(nodes: NodeErrors): string {
  return errorsOf(nodes)
    .map(({ classType, error }) => `${classType}: ${error.message}${error.details === '' ? '' : ` (${error.details})`}`)
    .join('; ')
}

function errorsOf(nodes: NodeErrors) {
  return Object.values(nodes).flatMap((node) => node.errors.map((error) => ({ classType: node.class_type, error })))
}
