import type { StoredExportPreset } from '../../../shared/domain/export-options.ts'
import type { Database } from '../../database/index.ts'
import type { ContentSigner } from '../../imaging/content-credentials.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { PagePrinter } from '../../platform/page-printer.ts'
import type { Assets } from '../assets.ts'

/** What the parts of an export share. */
export interface ExportsContext {
  readonly database: Database
  readonly imaging: Pick<Imaging, 'exportPicture' | 'countFileChanges' | 'stripOriginal' | 'checkCredentials'>
  readonly assets: Pick<Assets, 'files'>
  readonly paths: HomePaths
  readonly printer: PagePrinter
  /** Asked only where something is to be signed. @throws credential/*, storage/* */
  readonly signer: () => Promise<ContentSigner>
  readonly ownPresets: () => readonly StoredExportPreset[]
  readonly appVersion: string
}
