import { message } from '../message.ts'

// Errors
export const unsigned = message(
  'The update is not signed with Atelier’s key, so it was not used. Try again later; if that does not help, download Atelier from where you got it.',
)
export const unreadable = message('The update server did not send a readable list of versions. Try again later.')
export const notPublished = message('There is no list of versions at {host} ({status}). Try again later.')
export const noConnection = message('Could not reach {host}. Check the internet connection, then try again.')
export const connectionLost = message('The connection to {host} was lost. Try again.')
export const noResponse = message('{host} did not respond within {seconds} seconds. Try again later.')
export const certificateNotTrusted = message(
  'The certificate of {host} is not trusted. Check the date and time of this computer.',
)
export const fileNotSent = message('{host} did not send the update ({status}). Try again later.')
export const otherFile = message(
  'The downloaded update is not the file that was announced. It was deleted. Download it again later.',
)
export const notSaved = message('Could not save the update.')
export const notDownloaded = message('Could not download the update: {reason}')
export const notPrepared = message('Could not replace {file}.')
export const notInstalled = message(
  'Atelier {version} could not be installed; this is still {current}. Check for updates again, or download it from where you got Atelier.',
)
export const busy = message('Atelier is still working. Restart when the work is done; the update stays ready.')
export const nothingFound = message('There is no update to install. Check for updates first.')

// Settings
export const updates = message('Updates')
export const installedVersion = message('Version {version}')
export const checkForUpdates = message('Check for updates')
export const never = message('Never')
export const automatically = message('Automatically')
export const andDownload = message('Automatically, and download')
export const privacyHint = message(
  'Atelier asks {host} once per start and once a day, without a version, name or identifier. The server sees your IP address and which system you use.',
)
export const checkNow = message('Check now')
export const checking = message('Checking for updates…')
export const upToDate = message('Atelier is up to date.')
export const available = message('Atelier {version} is available.')
export const download = message('Download ({size})')
export const downloading = message('Downloading Atelier {version}…')
export const ready = message('Atelier {version} is ready.')
export const restartToUpdate = message('Restart to update')
export const waitsFor = message('Still working: {work}. You can restart when it is done.')
export const whatsNew = message('What’s new')
export const workQueue = message('the queue')
export const workEditPlan = message('an edit plan')
export const workAgent = message('an agent')
export const workDownload = message('a download')
export const workExport = message('an export')
export const workOther = message('an open dialog or other work')

// Where Atelier does not update itself
export const noAddress = message(
  'This build does not check for updates: it was made without an update address. To update, download a newer version from where you got Atelier.',
)
export const byPackageManager = message(
  'Atelier was installed as a package and does not check for updates. To update, use your package manager or install a newer package.',
)
export const byFlatpak = message(
  'Atelier was installed as a Flatpak, which updates it. Atelier does not check for updates.',
)
export const portable = message(
  'This is the portable version, which is not installed and does not check for updates. To update, replace its file by a newer one.',
)
export const unpacked = message(
  'This Atelier runs from a folder that was not installed, so it does not check for updates. To update, replace the folder by a newer one.',
)

// Notices
export const details = message('Details')
export const updatedNotice = message('Atelier was updated to {version}.')
