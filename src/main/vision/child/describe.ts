import type * as OnnxRuntime from 'onnxruntime-node'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { descriptionKind as kind } from '../../../shared/messages/en/vision.ts'
import type { Answer, DescribeRequest, TokenRules } from '../vision-calls.ts'
import { chooseToken } from './choose-token.ts'
import { modelFailure, normalize, notThisKind, runModel } from './run-images.ts'
import type { Model, Sessions } from './sessions.ts'
import type { Tokenizers } from './tokenizers.ts'

type Runtime = typeof OnnxRuntime
type Tensor = OnnxRuntime.Tensor
type Feeds = Record<string, Tensor>

interface DescribeNeeds {
  readonly open: Sessions['open']
  readonly tokenizers: Pick<Tokenizers, 'idsOf' | 'textOf'>
  /** Ends the work after the current token. */
  readonly signal: AbortSignal
}

/** What the encoder made of an image and a question: `[1, length, dimension]`, with a mask of ones. */
interface Encoded {
  readonly states: Tensor
  readonly mask: Tensor
}

interface Decoder {
  readonly runtime: Runtime
  /** Before each run: what is used last stays loaded, whatever other calls open in the meantime. */
  readonly open: () => Promise<Model>
  readonly embed: (ids: readonly number[]) => Promise<Tensor>
  readonly rules: TokenRules
}

/** A token is little work, and the cache would cross to the GPU and back for each. */
const onCpu = { staysOnCpu: true }

/**
 * Answers questions about one image, token by token with the most probable one, as Florence-2's processor and transformers'
 * greedy search do. The image is encoded once for all of them.
 * @throws model/unsupported if the graphs take or return something else, model/damaged, storage/*, request/cancelled
 */
export async function describe(request: DescribeRequest, needs: DescribeNeeds): Promise<Answer[]> {
  const { graphs, tokenizerFolder: folder, image, rules, questions } = request
  const { open, tokenizers, signal } = needs
  const runtime = await import('onnxruntime-node')
  const features = await encodeImage(runtime, await open(graphs.imageEncoder), image)
  const embed = async (ids: readonly number[]) => embedTokens(runtime, await open(graphs.tokenEmbedder, onCpu), ids)
  const decoder: Decoder = { runtime, open: () => open(graphs.decoder, onCpu), embed, rules }
  const answers: Answer[] = []
  for (const { prompt, tokensMax } of questions) {
    throwIfAborted(signal)
    const question = await embed(await tokenizers.idsOf(folder, prompt))
    const encoded = await encode(runtime, await open(graphs.encoder), joinRows(runtime, features, question))
    const ids = await decode(decoder, encoded, tokensMax, signal)
    const isCut = ids.at(-1) !== rules.endId
    const said = ids.filter((id) => id !== rules.firstId && id !== rules.endId)
    answers.push({ text: await tokenizers.textOf(folder, said), isCut })
  }
  return answers
}

async function encodeImage(
  { Tensor: OrtTensor }: Runtime,
  session: Model,
  image: DescribeRequest['image'],
): Promise<Tensor> {
  const [input, ...others] = session.inputNames
  if (input === undefined || others.length > 0) throw notThisKind(kind)
  const pixels = new OrtTensor('float32', normalize(image), [1, 3, image.heightPx, image.widthPx])
  return requireRows(await run(session, { [input]: pixels }))
}

async function embedTokens({ Tensor: OrtTensor }: Runtime, session: Model, ids: readonly number[]): Promise<Tensor> {
  const [input, ...others] = session.inputNames
  if (input === undefined || others.length > 0) throw notThisKind(kind)
  const values = new OrtTensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length])
  return requireRows(await run(session, { [input]: values }))
}

async function encode({ Tensor: OrtTensor }: Runtime, session: Model, rows: Tensor): Promise<Encoded> {
  const length = rows.dims[1]!
  const mask = new OrtTensor('int64', new BigInt64Array(length).fill(1n), [1, length])
  const known: Feeds = { inputs_embeds: rows, attention_mask: mask }
  return { states: requireRows(await run(session, pick(session, known))), mask }
}

/** Returns the tokens of the answer without the one it starts from; the last ends it, unless it is cut at `tokensMax`. */
async function decode(decoder: Decoder, encoded: Encoded, tokensMax: number, signal: AbortSignal): Promise<number[]> {
  const { runtime, open, rules, embed } = decoder
  const ids = rules.firstId === null ? [rules.startId] : [rules.startId, rules.firstId]
  const prompted = ids.length
  let [fed, past]: [readonly number[], Feeds] = [ids, emptyPast(runtime, await open(), rules)]
  for (let isFirst = true; ids.length < prompted + tokensMax; isFirst = false) {
    throwIfAborted(signal)
    const { logits, present } = await step(decoder, encoded, { rows: await embed(fed), past, isFirst })
    const next = chooseToken(logits, ids, rules.repeatedMax)
    ids.push(next)
    if (next === rules.endId) break
    // The part of the image and the question stays the same: later steps return no usable copy of it.
    past = isFirst ? present : { ...present, ...onlyOfEncoder(past) }
    fed = [next]
  }
  return ids.slice(1)
}

interface Step {
  /** Embedded tokens that the decoder has not seen yet. */
  readonly rows: Tensor
  readonly past: Feeds
  readonly isFirst: boolean
}

async function step({ runtime, open }: Decoder, { states, mask }: Encoded, { rows, past, isFirst }: Step) {
  const { Tensor: OrtTensor } = runtime
  const known: Feeds = {
    encoder_hidden_states: states,
    encoder_attention_mask: mask,
    inputs_embeds: rows,
    use_cache_branch: new OrtTensor('bool', Uint8Array.of(isFirst ? 0 : 1), [1]),
    ...past,
  }
  const session = await open()
  const outputs = await session.run(pick(session, known)).catch((thrown: unknown) => {
    throw modelFailure(thrown)
  })
  const present = Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) =>
      name.startsWith('present.') ? [[name.replace('present.', 'past_key_values.'), value]] : [],
    ),
  )
  return { logits: lastRow(outputs['logits']), present }
}

function emptyPast({ Tensor: OrtTensor }: Runtime, session: Model, { heads, headSize }: TokenRules): Feeds {
  const names = session.inputNames.filter((name) => name.startsWith('past_key_values.'))
  return Object.fromEntries(
    names.map((name) => [name, new OrtTensor('float32', new Float32Array(0), [1, heads, 0, headSize])]),
  )
}

const onlyOfEncoder = (past: Feeds): Feeds =>
  Object.fromEntries(Object.entries(past).filter(([name]) => name.includes('.encoder.')))

/** @throws model/unsupported if the graph needs something else */
function pick({ inputNames }: Model, known: Feeds): Feeds {
  const feeds: Feeds = {}
  for (const name of inputNames) {
    const value = known[name]
    if (value === undefined) throw notThisKind(kind)
    feeds[name] = value
  }
  return feeds
}

/** The first output of a graph. */
async function run(session: Model, feeds: Feeds): Promise<Tensor> {
  const { data, dims } = await runModel(session, feeds, { output: session.outputNames[0], kind })
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  return new OrtTensor('float32', data, dims)
}

/** @throws model/unsupported if it is not `[1, length, dimension]` */
function requireRows(tensor: Tensor): Tensor {
  const [count, length = 0, dimension = 0, ...rest] = tensor.dims
  if (count !== 1 || length === 0 || dimension === 0 || rest.length > 0) throw notThisKind(kind)
  return tensor
}

function joinRows({ Tensor: OrtTensor }: Runtime, first: Tensor, second: Tensor): Tensor {
  const [, length = 0, dimension = 0] = first.dims
  const [, added = 0, sameDimension] = second.dims
  if (!(first.data instanceof Float32Array && second.data instanceof Float32Array)) throw notThisKind(kind)
  if (dimension !== sameDimension) throw notThisKind(kind)
  const joined = new Float32Array(first.data.length + second.data.length)
  joined.set(first.data)
  joined.set(second.data, first.data.length)
  return new OrtTensor('float32', joined, [1, length + added, dimension])
}

function lastRow(logits: Tensor | undefined): Float32Array {
  const size = logits?.dims.at(-1) ?? 0
  if (logits === undefined || !(logits.data instanceof Float32Array) || size === 0) throw notThisKind(kind)
  return logits.data.subarray(logits.data.length - size)
}
