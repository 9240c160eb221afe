import type { LocalRecord, UsedFile } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import type {
  EngineImage,
  EngineModel,
  EngineRequest,
  EngineWatch,
  MemoryPlanner,
  ModelWeights,
  UpscaleRequest,
} from '../../engine/engine.ts'
import type { FileHashes, RunTimes } from '../../local-service/local-service.ts'

export interface LocalModelSupply {
  readonly card: ModelCard
  readonly files: EngineModel['files']
  readonly weights: ModelWeights
  /** The architecture its adapters are made for, such as “SDXL”. */
  readonly architecture: string
  /** LoRAs that can be added to it. */
  readonly loras: readonly { readonly name: string; readonly path: string }[]
  /** ControlNets that fit it. */
  readonly controlNets: readonly { readonly name: string; readonly path: string; readonly bytes: number }[]
}

/** The models available now, and all LoRAs and ControlNets found. */
export interface LocalSupply {
  readonly models: readonly LocalModelSupply[]
  readonly loras: readonly { readonly name: string; readonly architecture: string | null }[]
  /** `problem`: why the engine cannot load it. */
  readonly controlNets: readonly {
    readonly name: string
    readonly architecture: string | null
    readonly problem: string | null
  }[]
  readonly upscalers: readonly { readonly card: ModelCard; readonly path: string }[]
  /** Upscalers in ONNX format: they need no engine. */
  readonly visionUpscalers: readonly VisionUpscaler[]
}

export interface VisionUpscaler {
  readonly card: ModelCard
  readonly path: string
  /** `file`: a temporary PNG. @throws model/*, engine/out-of-memory, vision/process-exited */
  upscale(
    image: { readonly originalPath: string; readonly factor: 2 | 4 },
    watch: Required<Pick<EngineWatch, 'signal' | 'onProgress'>>,
  ): Promise<{ readonly file: string; readonly engine: LocalRecord['engine']; readonly device: string }>
}

/** The adapter does not choose where the result is written. */
export type UpscaleOrder = Omit<UpscaleRequest, 'targetPath'>

export interface LocalNeeds {
  /** @throws engine/* */
  readonly inspect: () => Promise<EngineFacts>
  /** @throws engine/*, request/cancelled */
  readonly generate: (request: EngineRequest, watch: EngineWatch) => Promise<readonly EngineImage[]>
  /** Returns the path of a temporary PNG file. @throws engine/*, storage/*, request/cancelled */
  readonly upscale: (order: UpscaleOrder, watch: EngineWatch) => Promise<string>
  /** The last facts reported by the engine in use; null = it has not been queried. */
  readonly facts: () => EngineFacts | null
  /** Returns whether the model is in memory in this form. Instant. */
  readonly isLoaded: (model: EngineModel) => boolean
  readonly hashes: Pick<FileHashes, 'of' | 'found'>
  readonly runTimes: Pick<RunTimes, 'estimateMs' | 'begin'>
  /** Resolves folders into the files used. */
  readonly usedFiles: (
    files: EngineModel['files'],
  ) => Promise<readonly (Pick<UsedFile, 'part' | 'name'> & { readonly path: string })[]>
  /** Returns why nothing can be drawn now: no engine has been chosen. */
  readonly whyNot: () => AppError | null
  /** Knows the devices as soon as the engine has reported them. */
  readonly memory: MemoryPlanner
  /** Returns the first of these paths that no longer exists; null = all exist. */
  readonly findMissing: (paths: readonly string[]) => Promise<string | null>
  /** As found at startup. */
  readonly supply: LocalSupply
  /** Scans the folders again. */
  readonly findSupply: (signal?: AbortSignal) => Promise<LocalSupply>
}
