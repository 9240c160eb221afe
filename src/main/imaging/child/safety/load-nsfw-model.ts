import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { io, Tensor } from '@tensorflow/tfjs-core'
import { AppError } from '../../../../shared/errors/index.ts'
import { safetyUnavailable } from '../../../../shared/messages/en/imaging.ts'
import type { ImageClassifier } from './check-safety.ts'

const sidePx = 224
/** The package's name for the model, and the package version. */
const modelName = 'nsfwjs-4.3.0-mobilenet_v2_mid'

/**
 * Loads the model inside the package nsfwjs, on TensorFlow.js as WebAssembly: nothing is fetched or compiled. Only the
 * weights of nsfwjs are used: its own code requires all of TensorFlow.js.
 */
export async function loadNsfwModel(): Promise<ImageClassifier> {
  // Loaded lazily, so that sessions that never check an image pay nothing for it.
  const [core, { setThreadsCount, setWasmPaths }, { loadGraphModel }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-converter'),
  ])
  // Located next to the package's main file.
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(join(dirname(main), '/'))
  setThreadsCount(1)
  if (!(await core.setBackend('wasm'))) {
    throw new AppError('internal/bug', safetyUnavailable)
  }
  const network = await loadGraphModel({ load: readModel })

  async function classify(rgb: Uint8Array): ReturnType<ImageClassifier['classify']> {
    const input = core.tensor4d(
      Float32Array.from(rgb, (value) => value / 255),
      [1, sidePx, sidePx, 3],
    )
    const output = network.predict(input) as Tensor
    try {
      // In the order of the model's training.
      const [drawing = 0, hentai = 0, neutral = 0, porn = 0, sexy = 0] = await output.data()
      return { drawing, hentai, neutral, porn, sexy }
    } finally {
      core.dispose([input, output])
    }
  }
  return { model: modelName, sidePx, classify }
}

/** As packaged: the weights are base64 in two modules. */
async function readModel(): Promise<io.ModelArtifacts> {
  const { MobileNetV2MidModel } = await import('nsfwjs/models/mobilenet_v2_mid')
  const model: io.ModelJSON = (await MobileNetV2MidModel.modelJson()).default
  const shards: Buffer[] = []
  for (const load of MobileNetV2MidModel.weightBundles) shards.push(Buffer.from((await load()).default, 'base64'))
  const weights = Uint8Array.from(Buffer.concat(shards))
  return { ...model, weightSpecs: model.weightsManifest.flatMap((group) => group.weights), weightData: weights.buffer }
}
