import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { UsedFile } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
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
import type { FileHashes, RunTimes } from '../../local/local-service.ts'

export interface LocalModelSupply {
  readonly card: ModelCard
  readonly files: EngineModel['files']
  readonly weights: ModelWeights
  /** What adapters for it are made for, such as “SDXL”. */
  readonly architecture: string
  /** Those that can be added to it. */
  readonly loras: readonly { readonly name: string; readonly path: string }[]
  /** ControlNets that fit it. */
  readonly controlNets: readonly { readonly name: string; readonly path: string; readonly bytes: number }[]
}

/** The models that can be drawn with now, and all LoRAs and ControlNets that were found. */
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
}

/** Where the result is written is not the adapter's to choose. */
export type UpscaleOrder = Omit<UpscaleRequest, 'targetPath'>

export interface LocalNeeds {
  /** @throws engine/* */
  readonly inspect: () => Promise<EngineFacts>
  /** @throws engine/*, request/cancelled */
  readonly generate: (request: EngineRequest, watch: EngineWatch) => Promise<readonly EngineImage[]>
  /** Answers the path of a temporary PNG file. @throws engine/*, storage/*, request/cancelled */
  readonly upscale: (order: UpscaleOrder, watch: EngineWatch) => Promise<string>
  /** What the engine in use said last; null = nobody has asked it. */
  readonly facts: () => EngineFacts | null
  /** Whether the model is in memory like this. Instant. */
  readonly isLoaded: (model: EngineModel) => boolean
  readonly hashes: Pick<FileHashes, 'of' | 'found'>
  readonly runTimes: Pick<RunTimes, 'estimateMs' | 'begin'>
  /** The files themselves of what may be a folder. */
  readonly usedFiles: (
    files: EngineModel['files'],
  ) => Promise<readonly (Pick<UsedFile, 'part' | 'name'> & { readonly path: string })[]>
  /** Why nothing can be drawn now: no engine was chosen. */
  readonly whyNot: () => AppError | null
  /** Knows the devices as soon as the engine has said them. */
  readonly memory: MemoryPlanner
  /** The first of these that is no longer there; null = all are. */
  readonly findMissing: (paths: readonly string[]) => Promise<string | null>
  /** As it was at the start. */
  readonly supply: LocalSupply
  /** Looks through the folders again. */
  readonly findSupply: (signal?: AbortSignal) => Promise<LocalSupply>
}
