// What our editor uses of YASQE and of the CodeMirror 5 inside it. Its own types need those of half a dozen packages.

declare namespace yasqe {
  type Place = { line: number; ch: number };

  /** How far a reader of SPARQL 1.1 has come. */
  interface State {
    OK: boolean;
    possibleCurrent: string[];
    errorMsg?: string;
    prefixes: Record<string, string>;
  }

  interface Token {
    start: number;
    end: number;
    string: string;
    state: State;
  }

  interface Hint {
    text: string;
    render?: (item: HTMLElement) => void;
  }

  interface Mode {
    startState: () => State;
  }

  type MakeMode = (config: object, parser: object) => Mode;

  interface Completer {
    name: string;
    bulk: boolean;
    autoShow?: boolean;
    persistenceId?: string | null;
    isValidCompletionPosition: (editor: Editor) => boolean;
    preProcessToken?: (editor: Editor, token: Token) => Token & { from?: Partial<Place>; to?: Partial<Place> };
    get: (editor: Editor) => string[];
    postprocessHints?: (editor: Editor, hints: Hint[]) => Hint[];
  }

  interface Options {
    persistenceId: string | null;
    createShareableLink: null;
    consumeShareLink: null;
    showQueryButton: boolean;
    resizeable: boolean;
    editorHeight: string;
    prefixCcApi: string;
    syntaxErrorCheck: boolean;
    extraKeys: Record<string, ((editor: Editor) => void) | false>;
  }

  /** A line, whatever its number becomes. */
  interface Line {
    text: string;
  }

  interface Doc {
    getCursor(): Place;
    setCursor(place: Place): void;
    getLine(line: number): string;
    lineCount(): number;
  }

  interface Editor {
    autocomplete(): void;
    getDoc(): Doc;
    getValue(): string;
    setValue(text: string): void;
    getTokenAt(place: Place, precise?: boolean): Token;
    getInputField(): HTMLElement;
    getWrapperElement(): HTMLElement;
    focus(): void;
    refresh(): void;
    setGutterMarker(line: number | Line, gutter: string, mark: HTMLElement | null): void;
    clearGutter(gutter: string): void;
    addLineClass(line: number | Line, where: "text" | "background" | "gutter" | "wrap", name: string): void;
    removeLineClass(line: number | Line, where: "text" | "background" | "gutter" | "wrap", name: string): void;
    eachLine(each: (line: Line) => void): void;
    on(event: "change", hear: (editor: Editor, change: { origin?: string }) => void): void;
    on(event: "changes" | "cursorActivity", hear: (editor: Editor) => void): void;
  }

  interface Maker {
    new (place: HTMLElement, options: Options): Editor;
    defaults: { autocompleters: string[]; value: string };
    modes: { sparql11: MakeMode };
    defineMode(name: string, make: MakeMode): void;
    registerAutocompleter(completer: Completer, enable?: boolean): void;
  }
}

/** Missing where npm was missing at set-up. */
declare var Yasqe: yasqe.Maker | undefined;
