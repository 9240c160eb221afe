import { z } from 'zod'
import type { FailureResponse, Fault } from '../../core/fault.ts'

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
/** An empty list where there is none. */
const nodeErrorsSchema = z.union([z.record(z.string(), nodeErrorSchema), z.tuple([])]).default({})
const bodySchema = z.object({
  error: z.object({ type: z.string().default(''), message: z.string().default(''), details: z.string().default('') }),
  node_errors: nodeErrorsSchema,
})
export const submittedSchema = z.object({ prompt_id: z.string().min(1), node_errors: nodeErrorsSchema })

type NodeErrors = z.output<typeof nodeErrorsSchema>

/** Files of the person's that a node asks for. */
const modelFields = /^(ckpt|lora|unet|vae|clip|control_net|model)_name/

export function readComfyFailure(reply: FailureResponse): Fault | null {
  if (reply.status === 413) {
    const words = 'The image is larger than ComfyUI takes: it is started with --max-upload-size.'
    return { is: 'error', code: 'provider/invalid-request', words }
  }
  // ComfyUI's check of the origin answers without a word; a proxy in front of it has some.
  if (reply.status === 403 && reply.text.trim() === '') {
    const words = 'ComfyUI turned the request away because of where it comes from. Is another program in between?'
    return { is: 'error', code: 'provider/unsupported', words }
  }
  // Nothing here costs money, whatever became of it.
  if (reply.status >= 500) return { is: 'error', code: 'provider/unavailable', words: reply.text, isBilled: 'no' }
  const body = bodySchema.safeParse(reply.json)
  if (reply.status !== 400 || !body.success) return null
  const { error, node_errors } = body.data
  const words = wordsOf(node_errors) || [error.message, error.details].filter((part) => part !== '').join(': ')
  return { is: 'error', code: codeOf(error.type, words, node_errors), words, isBilled: 'no' }
}

function codeOf(type: string, words: string, nodes: NodeErrors): Extract<Fault, { is: 'error' }>['code'] {
  if (type === 'missing_node_type' || /node .*(does not exist|not found)/i.test(words)) return 'provider/unsupported'
  const isMissing = errorsOf(nodes).some(
    ({ error }) => error.type === 'value_not_in_list' && modelFields.test(error.extra_info?.input_name ?? ''),
  )
  return isMissing ? 'provider/unknown-model' : 'provider/invalid-request'
}

/** Every node's own complaint; empty = there is none. */
export function wordsOf(nodes: NodeErrors): string {
  return errorsOf(nodes)
    .map(({ classType, error }) => `${classType}: ${error.message}${error.details === '' ? '' : ` (${error.details})`}`)
    .join('; ')
}

function errorsOf(nodes: NodeErrors) {
  return Object.values(nodes).flatMap((node) => node.errors.map((error) => ({ classType: node.class_type, error })))
}
