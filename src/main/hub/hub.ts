/** A weights file as announced by the hub. */
export interface HubFile {
  /** Path within its repository. */
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** A small text file, stored by the hub in Git itself. */
export interface HubText {
  readonly path: string
  readonly sizeBytes: number
  /** Git's object ID of its contents: SHA-1 of `blob SIZE`, a zero byte, and the contents. */
  readonly blobId: string
}

export interface HubLicense {
  readonly name: string
  readonly page: string
}

export interface HubRepository {
  readonly repo: string
  /** Downloads use this commit, whatever the branch points to by then. */
  readonly commit: string
  readonly license: HubLicense | null
  /** Its terms must be accepted on its page by a logged-in user. */
  readonly isGated: boolean
  /** URL of its page on the hub. */
  readonly page: string
  /** Only those that can be models and have an announced hash. */
  readonly files: readonly HubFile[]
  /** JSON files: the descriptions of a model in a folder of its own. */
  readonly texts: readonly HubText[]
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
  search(query: string, signal: AbortSignal): Promise<readonly FoundRepository[]>
  /** @throws download/refused, credential/*, network/*, provider/*, request/cancelled */
  repository(repo: string, signal: AbortSignal): Promise<HubRepository>
  /** Loads a text file and returns its SHA-256. @throws download/refused if it is not the announced one, like repository */
  sha256OfText(place: HubPlace, text: HubText, signal: AbortSignal): Promise<string>
  /** Returns a file's URL and the headers for requesting it. */
  locate(file: HubPlace): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>
}

export interface HubPlace {
  readonly repo: string
  readonly commit: string
  readonly path: string
  readonly isGated: boolean
}
