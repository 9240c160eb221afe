import type { PagePower } from '../../../src/shared/contract/define.ts'

/** What a hijacked page could do through similar routes, and what stops it: one row of the table in SECURITY.md. */
interface PowerText {
  readonly could: string
  readonly stops: string
}

export const pagePowers: Readonly<Record<PagePower, PowerText>> = {
  read: {
    could: 'Read the library, its metadata, prompts, spending and settings',
    stops:
      'It has nowhere to send them: the page loads nothing from the network and cannot navigate. Keys are never included, only where one is stored and its last four characters',
  },
  edit: {
    could: 'Change, move to the trash, or damage documents, annotations, collections, snippets, styles and wildcards',
    stops: 'Nothing outside the library can be reached: every record is named by its id. Backups bring it back',
  },
  delete: {
    could: 'Permanently delete images, empty caches, forget prompts, replace or delete the signing certificate',
    stops: 'Nothing but a backup',
  },
  'file dialog': {
    could: 'Show a file dialog, then read, write, import or watch what is chosen in it',
    stops: 'The person chooses in the system’s own dialog, which main shows. Cancel means nothing happens',
  },
  'dropped files': {
    could:
      'Read, import or open files once more that the person chose for this window, dropped on it or pasted into it',
    stops:
      'Files are named by handles that main gives for them. Script cannot make a file that has a path, nor guess a handle',
  },
  'export folder': {
    could: 'Export images into a folder that the person once picked for exports, also over files of the same name',
    stops:
      'Folders are named by handles that main gives for picked ones; what was dropped is not among them. No name leads out of the folder, and only what an export writes is written',
  },
  clipboard: {
    could: 'Replace the clipboard’s content, offer images to a drag, import the image on the clipboard',
    stops:
      'The clipboard is read after a paste that main saw (keys, menu); otherwise main asks. Text on it is not read. A drag needs the person’s own pointer',
  },
  spend: {
    could: 'Send prompts and images to services that have a key, and spend money there',
    stops:
      'The spending limits: with “Send nothing” nothing goes beyond them, with “Ask me” main asks in a dialog of its own, naming amount, service and limit, with Cancel as the default. Without limits nothing stops it: set one at the service too',
  },
  limits: {
    could: 'Ask to raise or remove spending limits; lower them',
    stops: 'Main asks in a dialog of its own, naming each change, before more may be spent than now',
  },
  agents: {
    could:
      'Ask to give agents another folder, higher limits or access over HTTP; take any of them away; copy the token for agents to the clipboard, or replace it',
    stops:
      'Folders are chosen in the system’s own dialogs, and main asks in dialogs of its own before limits are raised or HTTP is turned on. The page never gets the token. Replacing it disconnects agents, a nuisance only',
  },
  'ask service': {
    could:
      'Make free requests to the configured services: tests, lists and descriptions of models; ask the usual ports of this computer for image servers',
    stops:
      'They go to the configured address, with its own key, and cost nothing. The ports are fixed, and asked without a key. A ComfyUI workflow is read only where its file was picked',
  },
  keys: {
    could: 'Replace or delete keys: requests would then be made in somebody else’s name',
    stops:
      'A key cannot be read back, and a new one goes only to the address in use. The last four characters of the one in use are shown',
  },
  address: {
    could: 'Ask to send a service’s requests to another host',
    stops:
      'Main asks in a dialog of its own, naming the host, with Cancel as the default; only a local program’s loopback address needs no question while it has no key. A key goes to the hosts it was given for and nowhere else. Addresses are https, or plain http to this computer and private networks',
  },
  program: {
    could: 'Open a copy of a library image in the external editor, or forget which one that is',
    stops:
      'The editor is chosen in the system’s own dialog, which main shows, and in no other way. Without one, the system opens a PNG or TIFF as it always does',
  },
  engine: {
    could:
      'Ask for a local engine, a folder of models or one for downloads, load the engine that was chosen, forget any; write a smaller copy of a model of these folders beside the downloads; install the pinned release of the engine, or delete one that was installed',
    stops:
      'Engine and folders are chosen in the system’s own dialogs, which main shows. The release and where it comes from are part of the program, and its hash is checked. The engine runs in a process of its own that gets no keys',
  },
  live: {
    could:
      'Let a model on this computer redraw images of its choice for as long as it runs, and add such a frame to the library',
    stops:
      'Only models of this computer can be named: nothing is sent and nothing costs anything. One frame is drawn at a time, any other work comes first, and the engine runs in a process of its own that gets no keys. An image must be a PNG of the size main has set',
  },
  downloads: {
    could:
      'Ask Hugging Face for a repository by a name of its choice, download models from there, or delete downloaded ones',
    stops:
      'They go to Hugging Face or the mirror that the environment names, into Atelier’s own folder or the one that was chosen for them; nothing else is deleted. Only files that are recognized as models count. The name alone leaves this computer',
  },
  updates: {
    could: 'Have the update address asked for a newer version, have that downloaded, and restart into it',
    stops:
      'Address and public key are part of the program, and no call takes an input: what is installed carries a signature by that key and is newer than what runs. Nothing restarts while anything is at work, and the window saves first',
  },
  preferences: {
    could: 'Change preferences, including the cover for nudity and the order of fallbacks',
    stops:
      'No preference names a program, an address, a path or a spending limit: those are `guardedFields` in `src/shared/domain/settings.ts`, which main alone changes. A folder is set by the handle of one that was picked. A patch with anything else is refused',
  },
  show: {
    could: 'Open the file manager at Atelier’s folder, a library image or an exported file',
    stops: 'No other path is taken; nothing is opened or run',
  },
  control: {
    could: 'Cancel, pause, reorder or restart work, close or restart the window, write to the log',
    stops: 'A nuisance only',
  },
}
