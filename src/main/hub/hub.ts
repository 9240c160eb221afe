/** A file of weights as the hub announces it. */
export interface HubFile {
  /** Within its repository. */
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface HubLicense {
  readonly name: string
  readonly page: string
}

export interface HubRepository {
  readonly repo: string
  /** What is downloaded is of this commit, whatever the branch holds by then. */
  readonly commit: string
  readonly license: HubLicense | null
  /** Its terms are accepted on its page, by a person with an account. */
  readonly isGated: boolean
  /** Of the hub, for people. */
  readonly page: string
  /** Only those that can be models and whose hash is announced. */
  readonly files: readonly HubFile[]
}

export interface FoundRepository {
  readonly repo: string
  readonly downloads: number | null
  readonly license: string | null
  readonly isGated: boolean
  readonly page: string
}

/** Hugging Face, or a mirror of it. */
export interface Hub {
  /** @throws network/*, provider/*, request/cancelled */
  search(words: string, signal: AbortSignal): Promise<readonly FoundRepository[]>
  /** @throws download/refused, credential/*, network/*, provider/*, request/cancelled */
  repository(repo: string, signal: AbortSignal): Promise<HubRepository>
  /** Where a file is, and the headers that it is asked for with. */
  locate(file: HubPlace): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>
}

export interface HubPlace {
  readonly repo: string
  readonly commit: string
  readonly path: string
  readonly isGated: boolean
}
