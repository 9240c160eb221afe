import type { StoredExportPreset } from '../../../shared/domain/export-options.ts'
import type { Database } from '../../database/index.ts'
import type { ContentSigner } from '../../imaging/content-credentials.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { PagePrinter } from '../../platform/page-printer.ts'
import type { Assets } from '../assets.ts'

/** State shared by the parts of an export. */
export interface ExportsContext {
  readonly database: Database
  readonly imaging: Pick<Imaging, 'exportImage' | 'countFileChanges' | 'stripOriginal' | 'checkCredentials'>
  readonly assets: Pick<Assets, 'files' | 'descriptions'>
  readonly paths: HomePaths
  readonly printer: PagePrinter
  /** Called only where something is to be signed. @throws credential/*, storage/* */
  readonly signer: () => Promise<ContentSigner>
  readonly ownPresets: () => readonly StoredExportPreset[]
  readonly appVersion: string
}
