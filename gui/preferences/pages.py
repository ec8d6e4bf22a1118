"""The pages of the settings that need no engine: appearance and saving."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit

from engine.texts import marked, tr
from gui.languages import LANGUAGES, SYSTEM
from gui.preferences import words
from gui.preferences.file_names import DEFAULT_PATTERN, pattern_trouble, result_name
from gui.preferences.form import Amount, Choice, Note, Page, PathField
from gui.preferences.questions import Questions
from gui.preferences.store import QUALITIES, Preferences

EXAMPLE = marked("beach")


class AppearancePage(Page):
    """The theme, and how results look."""

    def __init__(self) -> None:
        super().__init__(marked("Appearance"))
        self.theme = Choice(words.THEMES)
        note = Note()
        note.tell(tr("Around the photo each theme is a neutral grey."))
        self.add_row(tr("&Theme"), self.theme, note)
        self.language = Choice(LANGUAGES)
        self._kept_language = SYSTEM
        self.language_note = Note()
        self.add_row(tr("Lan&guage"), self.language, self.language_note)
        self.look = Choice(words.LOOKS)
        look_note = Note()
        look_note.tell(
            tr(
                "Of photos opened from now on; in each it can be changed. Faithful takes the "
                "likeliest colours, vivid makes them as strong as they usually are."
            )
        )
        self.add_row(tr("&Look"), self.look, look_note)
        self.end()
        self.theme.activated.connect(self.edited)
        self.look.activated.connect(self.edited)
        self.language.activated.connect(self._language_chosen)

    def show_preferences(self, preferences: Preferences) -> None:
        self.theme.choose(preferences.theme)
        self.language.choose(preferences.language)
        self._kept_language = preferences.language
        self._tell_language()
        self.look.choose(preferences.look)

    def taken_into(self, preferences: Preferences) -> Preferences:
        return replace(
            preferences,
            theme=self.theme.name,
            language=self.language.name,
            look=self.look.name,
        )

    def _language_chosen(self) -> None:
        self._tell_language()
        self.edited.emit()

    def _tell_language(self) -> None:
        """Say when another language is spoken."""
        if self.language.name == self._kept_language:
            self.language_note.tell("")
            return
        self.language_note.tell(tr("It is spoken from the next start of the app on."))


class SavingPage(Page):
    """Where results go, what they are called, and how they are written."""

    def __init__(self, questions: Questions) -> None:
        super().__init__(marked("Saving"))
        self.folder = PathField(
            tr("Beside each photo"),
            lambda now: questions.folder(self, tr("Choose a folder for results"), now),
        )
        self._folder_note = Note()
        self._folder_note.tell(tr("Where the results are suggested to go."))
        self.pattern = QLineEdit()
        self.pattern.setPlaceholderText(DEFAULT_PATTERN)
        self.example = Note()
        self.quality = Amount(QUALITIES[0], QUALITIES[-1])
        quality_note = Note()
        quality_note.tell(
            tr("Of JPEG and WebP. At 95 no loss can be seen; less makes smaller files.")
        )
        self.bit_depth = Choice({"": marked("As the photo"), "8": marked("8 bits per channel")})
        depth_note = Note()
        depth_note.tell(tr("A 16-bit photo stays so in PNG and TIFF."))
        self.note = QCheckBox(tr("Say that colours are generated"))
        about_note = Note()
        about_note.tell(
            tr(
                "In the file's metadata, where photo libraries and web sites look for it; it "
                "cannot be seen in the picture."
            )
        )
        self.add_row(tr("&Folder"), self.folder, self._folder_note)
        self.add_row(tr("File &name"), self.pattern, self.example)
        self.add_row(tr("JPEG &quality"), self.quality, quality_note)
        self.add_row(tr("&Bit depth"), self.bit_depth, depth_note)
        self.add_row(tr("&Metadata"), self.note, about_note)
        self.end()
        self.folder.changed.connect(self._edited)
        self.pattern.textEdited.connect(self._edited)
        self.quality.changed.connect(self._edited)
        self.bit_depth.activated.connect(self._edited)
        self.note.clicked.connect(self._edited)

    @property
    def trouble(self) -> str:
        return pattern_trouble(self.pattern.text(), self.folder.path)

    def show_preferences(self, preferences: Preferences) -> None:
        self.folder.set_path(preferences.save_folder)
        self.pattern.setText(preferences.pattern)
        self.quality.set_value(preferences.jpeg_quality)
        depth = preferences.bit_depth
        self.bit_depth.choose("" if depth is None else str(depth))
        self.note.setChecked(preferences.note)
        self._show_example()

    def taken_into(self, preferences: Preferences) -> Preferences:
        depth = self.bit_depth.name
        return replace(
            preferences,
            save_folder=self.folder.path,
            pattern=self.pattern.text().strip(),
            jpeg_quality=self.quality.value,
            bit_depth=int(depth) if depth else None,
            note=self.note.isChecked(),
        )

    def _edited(self) -> None:
        self._show_example()
        self.edited.emit()

    def _show_example(self) -> None:
        trouble = self.trouble
        if trouble:
            self.example.tell(trouble, warning=True)
            return
        photo = tr(EXAMPLE)
        name = result_name(self.pattern.text(), photo)
        self.example.tell(tr("{photo}.jpg is saved as {name}.jpg.", photo=photo, name=name))
