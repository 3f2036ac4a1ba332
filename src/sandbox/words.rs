//! The labels of the made-up site in seven languages: one table.
//!
//! It knows words only: not where they stand, nor when they are shown.
//! The first five columns follow what has been reported of the real site where there is a report.
//! Whatever nobody reported, and the whole Japanese column, is our own translation.
//! `{X}` is a person's name, `{N}` a number.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

/// The language of the account that is signed in at the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// `en`
    #[default]
    English,
    /// `de`
    German,
    /// `fr`
    French,
    /// `es`
    Spanish,
    /// `pt`
    Portuguese,
    /// `it`
    Italian,
    /// `ja`
    Japanese,
}

impl Language {
    /// Every language the sandbox speaks.
    pub const ALL: [Self; 7] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Italian,
        Self::Japanese,
    ];

    /// The two-letter code, as in `html[lang]`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Italian => "it",
            Self::Japanese => "ja",
        }
    }

    /// The locale the site's own configuration names, such as `en_US`.
    pub(crate) fn locale(self) -> &'static str {
        match self {
            Self::English => "en_US",
            Self::German => "de_DE",
            Self::French => "fr_FR",
            Self::Spanish => "es_ES",
            Self::Portuguese => "pt_BR",
            Self::Italian => "it_IT",
            Self::Japanese => "ja_JP",
        }
    }

    fn column(self) -> usize {
        Self::ALL.iter().position(|language| *language == self).unwrap_or(0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of a language that the sandbox speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox speaks en, de, fr, es, pt, it and ja")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or(UnknownLanguage)
    }
}

/// The label `key` in `language`; a key that is not in the table comes back as itself.
pub(crate) fn word(language: Language, key: &'static str) -> &'static str {
    TABLE
        .iter()
        .find(|(name, _)| *name == key)
        .map_or(key, |(_, columns)| columns[language.column()])
}

/// The label `key` with the name put in.
pub(crate) fn word_for(language: Language, key: &'static str, name: &str) -> String {
    word(language, key).replace("{X}", name)
}

/// The whole vocabulary of one language, for the page's own script.
pub(crate) fn vocabulary(language: Language) -> Value {
    let column = language.column();
    let words: Map<String, Value> = TABLE
        .iter()
        .map(|(key, columns)| ((*key).to_owned(), Value::from(columns[column])))
        .collect();
    Value::Object(words)
}

#[rustfmt::skip]
const TABLE: &[(&str, [&str; 7])] = &[
    // The top card.
    ("first", ["1st", "1.", "1er", "1er", "1º", "1°", "1次"]),
    ("second", ["2nd", "2.", "2e", "2º", "2º", "2°", "2次"]),
    ("third", ["3rd", "3.", "3e", "3er", "3º", "3°", "3次"]),
    ("degreeOf", ["{N} degree connection", "Kontakt {N} Grades", "Relation de {N} degré", "Contacto de {N} grado", "Conexão de {N} grau", "Collegamento di {N} grado", "{N}つながり"]),
    ("connect", ["Connect", "Vernetzen", "Se connecter", "Conectar", "Conectar", "Collegati", "つながりを申請"]),
    ("inviteX", ["Invite {X} to connect", "{X} als Kontakt einladen", "Inviter {X} à rejoindre votre réseau", "Invita a {X} a conectar", "Convidar {X} para se conectar", "Invita {X} a collegarsi", "{X}さんにつながりを申請"]),
    ("more", ["More", "Mehr", "Plus", "Más", "Mais", "Altro", "その他"]),
    ("moreActions", ["More actions", "Weitere Aktionen", "Plus d’actions", "Más acciones", "Mais ações", "Altre azioni", "その他のアクション"]),
    ("pending", ["Pending", "Ausstehend", "En attente", "Pendiente", "Pendente", "In sospeso", "保留中"]),
    ("pendingX", ["Pending, click to withdraw invitation sent to {X}", "Ausstehend, klicken Sie, um die an {X} gesendete Einladung zurückzuziehen", "En attente, cliquez pour retirer l’invitation envoyée à {X}", "Pendiente, haz clic para retirar la invitación enviada a {X}", "Pendente, clique para retirar o convite enviado para {X}", "In sospeso, fai clic per ritirare l’invito inviato a {X}", "保留中、クリックして{X}さんに送信したつながり申請を取り消す"]),
    ("withdrawTitle", ["Withdraw invitation", "Einladung zurückziehen", "Retirer l’invitation", "Retirar invitación", "Retirar convite", "Ritira invito", "つながり申請を取り消す"]),
    ("withdrawText", ["If you withdraw now, you won’t be able to resend to this person for up to 3 weeks.", "Wenn Sie die Einladung jetzt zurückziehen, können Sie bis zu 3 Wochen lang keine neue senden.", "Si vous la retirez maintenant, vous ne pourrez pas la renvoyer avant 3 semaines.", "Si la retiras ahora, no podrás volver a enviarla durante un máximo de 3 semanas.", "Se retirar agora, você não poderá reenviar para esta pessoa por até 3 semanas.", "Se lo ritiri ora, non potrai inviarlo di nuovo per un massimo di 3 settimane.", "今取り消すと、最大3週間は再送信できません。"]),
    ("message", ["Message", "Nachricht", "Message", "Enviar mensaje", "Enviar mensagem", "Messaggio", "メッセージ"]),
    ("messageX", ["Message {X}", "{X} eine Nachricht senden", "Envoyer un message à {X}", "Enviar mensaje a {X}", "Enviar mensagem para {X}", "Invia un messaggio a {X}", "{X}さんにメッセージを送信"]),
    ("follow", ["Follow", "Folgen", "Suivre", "Seguir", "Seguir", "Segui", "フォローする"]),
    ("followX", ["Follow {X}", "{X} folgen", "Suivez {X}", "Seguir a {X}", "Seguir {X}", "Segui {X}", "{X}さんをフォローする"]),
    ("acceptX", ["Accept {X}’s request to connect", "Kontaktanfrage von {X} annehmen", "Accepter l’invitation de {X}", "Aceptar la solicitud de {X} para conectar", "Aceitar o convite de {X} para se conectar", "Accetta la richiesta di collegamento di {X}", "{X}さんのつながり申請を承認"]),
    ("accept", ["Accept", "Annehmen", "Accepter", "Aceptar", "Aceitar", "Accetta", "承認"]),
    ("ignoreX", ["Ignore {X}’s request to connect", "Kontaktanfrage von {X} ignorieren", "Ignorer l’invitation de {X}", "Ignorar la solicitud de {X} para conectar", "Ignorar o convite de {X} para se conectar", "Ignora la richiesta di collegamento di {X}", "{X}さんのつながり申請を無視"]),
    ("ignore", ["Ignore", "Ignorieren", "Ignorer", "Ignorar", "Ignorar", "Ignora", "無視"]),
    ("remove", ["Remove connection", "Kontakt entfernen", "Supprimer la relation", "Eliminar contacto", "Remover conexão", "Rimuovi collegamento", "つながりを削除"]),
    ("removeX", ["Remove your connection to {X}", "Ihren Kontakt zu {X} entfernen", "Supprimer votre relation avec {X}", "Eliminar tu contacto con {X}", "Remover sua conexão com {X}", "Rimuovi il tuo collegamento con {X}", "{X}さんとのつながりを削除"]),
    ("saveLead", ["Save in Sales Navigator", "In Sales Navigator speichern", "Enregistrer dans Sales Navigator", "Guardar en Sales Navigator", "Salvar no Sales Navigator", "Salva in Sales Navigator", "Sales Navigatorに保存"]),
    ("saveLeadX", ["Save {X} as a lead in Sales Navigator", "{X} als Lead in Sales Navigator speichern", "Enregistrer {X} comme prospect dans Sales Navigator", "Guardar a {X} como posible cliente en Sales Navigator", "Salvar {X} como lead no Sales Navigator", "Salva {X} come lead in Sales Navigator", "{X}さんをSales Navigatorのリードとして保存"]),
    ("bellX", ["Manage notifications about {X}", "Mitteilungen zu {X} verwalten", "Gérer les notifications concernant {X}", "Gestionar notificaciones sobre {X}", "Gerenciar notificações sobre {X}", "Gestisci le notifiche su {X}", "{X}さんに関する通知を管理"]),
    ("openTo", ["Open to", "Offen für", "Ouvert à", "Tengo interés en…", "Tenho interesse em…", "Disponibile per", "興味あり"]),
    ("addSection", ["Add profile section", "Profilbereich hinzufügen", "Ajouter une section de profil", "Añadir sección al perfil", "Adicionar seção de perfil", "Aggiungi sezione del profilo", "プロフィールセクションを追加"]),
    ("enhance", ["Enhance profile", "Profil verbessern", "Améliorer le profil", "Mejorar perfil", "Melhorar perfil", "Migliora profilo", "プロフィールを強化"]),
    ("resources", ["Resources", "Ressourcen", "Ressources", "Recursos", "Recursos", "Risorse", "リソース"]),
    ("editIntro", ["Edit intro", "Intro bearbeiten", "Modifier l’intro", "Editar presentación", "Editar introdução", "Modifica presentazione", "自己紹介を編集"]),
    ("verifyNow", ["Verify now", "Jetzt verifizieren", "Vérifier maintenant", "Verificar ahora", "Verificar agora", "Verifica ora", "今すぐ認証"]),
    ("contactInfo", ["Contact info", "Kontaktinfo", "Coordonnées", "Información de contacto", "Informações de contato", "Informazioni di contatto", "連絡先情報"]),
    ("connections", ["{N} connections", "{N} Kontakte", "{N} relations", "{N} contactos", "{N} conexões", "{N} collegamenti", "つながり{N}人"]),
    ("followers", ["{N} followers", "{N} Follower:innen", "{N} abonnés", "{N} seguidores", "{N} seguidores", "{N} follower", "{N}人のフォロワー"]),
    // Other items of the More menu.
    ("sendProfile", ["Send profile in a message", "Profil als Nachricht senden", "Envoyer le profil dans un message", "Enviar perfil en un mensaje", "Enviar perfil por mensagem", "Invia profilo in un messaggio", "プロフィールをメッセージで送信"]),
    ("savePdf", ["Save to PDF", "Als PDF speichern", "Enregistrer au format PDF", "Guardar en PDF", "Salvar como PDF", "Salva come PDF", "PDFに保存"]),
    ("viewSales", ["View in Sales Navigator", "In Sales Navigator ansehen", "Voir dans Sales Navigator", "Ver en Sales Navigator", "Ver no Sales Navigator", "Vedi in Sales Navigator", "Sales Navigatorで表示"]),
    ("recommend", ["Recommend", "Empfehlen", "Recommander", "Recomendar", "Recomendar", "Consiglia", "推薦"]),
    ("report", ["Report / Block", "Melden / Blockieren", "Signaler / Bloquer", "Denunciar o bloquear", "Denunciar/bloquear", "Segnala/Blocca", "報告/ブロック"]),
    // Labels that no report knows.
    ("linkUp", ["Link up", "Anknüpfen", "Nouer un lien", "Enlazar", "Criar laço", "Allacciare", "縁を結ぶ"]),
    ("linkUpX", ["Link up with {X}", "An {X} anknüpfen", "Nouer un lien avec {X}", "Enlazar con {X}", "Criar laço com {X}", "Allacciarsi a {X}", "{X}さんと縁を結ぶ"]),
    ("newItem", ["Bring a cake", "Kuchen mitbringen", "Apporter un gâteau", "Llevar un pastel", "Levar um bolo", "Portare una torta", "ケーキを持っていく"]),
    ("aboutProfile", ["About this profile", "Über dieses Profil", "À propos de ce profil", "Acerca de este perfil", "Sobre este perfil", "Informazioni su questo profilo", "このプロフィールについて"]),
    // Sections and rails.
    ("about", ["About", "Info", "Infos", "Acerca de", "Sobre", "Informazioni", "自己紹介"]),
    ("activity", ["Activity", "Aktivität", "Activité", "Actividad", "Atividades", "Attività", "アクティビティ"]),
    ("experience", ["Experience", "Berufserfahrung", "Expérience", "Experiencia", "Experiência", "Esperienza", "職歴"]),
    ("education", ["Education", "Ausbildung", "Formation", "Educación", "Formação acadêmica", "Formazione", "学歴"]),
    ("skills", ["Skills", "Kenntnisse", "Compétences", "Conocimientos y aptitudes", "Competências", "Competenze", "スキル"]),
    ("moreProfiles", ["More profiles for you", "Weitere Profile für Sie", "Plus de profils pour vous", "Más perfiles para ti", "Mais perfis para você", "Altri profili per te", "おすすめのプロフィール"]),
    ("mayKnow", ["People you may know", "Personen, die Sie kennen könnten", "Personnes que vous pourriez connaître", "Gente que podrías conocer", "Pessoas que talvez você conheça", "Persone che potresti conoscere", "知り合いかもしれない人"]),
    ("showAll", ["Show all", "Alle anzeigen", "Tout afficher", "Mostrar todo", "Exibir tudo", "Mostra tutto", "すべて表示"]),
    ("search", ["Search", "Suche", "Recherche", "Buscar", "Pesquisar", "Cerca", "検索"]),
    ("home", ["Home", "Start", "Accueil", "Inicio", "Início", "Home", "ホーム"]),
    ("network", ["My Network", "Ihr Netzwerk", "Réseau", "Mi red", "Minha rede", "Rete", "マイネットワーク"]),
    ("jobs", ["Jobs", "Jobs", "Offres d’emploi", "Empleos", "Vagas", "Lavoro", "求人"]),
    ("messaging", ["Messaging", "Nachrichten", "Messagerie", "Mensajes", "Mensagens", "Messaggistica", "メッセージ"]),
    ("notifications", ["Notifications", "Mitteilungen", "Notifications", "Notificaciones", "Notificações", "Notifiche", "通知"]),
    ("me", ["Me", "Sie", "Vous", "Yo", "Eu", "Tu", "自分"]),
    ("loading", ["Loading", "Wird geladen", "Chargement", "Cargando", "Carregando", "Caricamento", "読み込み中"]),
    // The invitation dialog.
    ("choiceTitle", ["Add a note to your invitation?", "Eine Nachricht zu Ihrer Einladung hinzufügen?", "Ajouter une note à votre invitation ?", "¿Quieres añadir una nota a tu invitación?", "Adicionar nota ao convite?", "Vuoi aggiungere una nota all’invito?", "つながり申請にメッセージを追加しますか？"]),
    ("choiceBefore", ["Personalize your invitation to ", "Personalisieren Sie Ihre Einladung an ", "Personnalisez votre invitation à ", "Personaliza tu invitación a ", "Personalize seu convite para ", "Personalizza il tuo invito a ", "次の方への申請をカスタマイズしましょう: "]),
    ("choiceAfter", [" by adding a note. LinkedIn members are more likely to accept invitations that include a note.", " mit einer Nachricht. Einladungen mit Nachricht werden eher angenommen.", " en ajoutant une note. Les membres acceptent plus souvent les invitations qui en contiennent une.", " añadiendo una nota. Es más probable que los miembros acepten invitaciones con una nota.", " adicionando uma nota. Os usuários aceitam mais convites que incluem uma nota.", " aggiungendo una nota. È più probabile che gli utenti accettino inviti con una nota.", "。メッセージを添えると承認されやすくなります。"]),
    ("addNote", ["Add a note", "Nachricht hinzufügen", "Ajouter une note", "Añadir una nota", "Adicionar nota", "Aggiungi una nota", "メッセージを追加"]),
    ("sendPlain", ["Send without a note", "Ohne Notiz senden", "Envoyer sans note", "Enviar sin nota", "Enviar sem nota", "Invia senza nota", "メッセージなしで送信"]),
    ("noteTitle", ["Add a note to your invitation", "Nachricht zu Ihrer Einladung hinzufügen", "Ajouter une note à votre invitation", "Añadir una nota a tu invitación", "Adicionar nota ao convite", "Aggiungi una nota all’invito", "つながり申請にメッセージを追加"]),
    ("remainingN", ["{N} personalized invitations remaining for this month.", "Noch {N} personalisierte Einladungen in diesem Monat.", "{N} invitations personnalisées restantes ce mois-ci.", "Te quedan {N} invitaciones personalizadas este mes.", "{N} convites personalizados restantes neste mês.", "{N} inviti personalizzati rimanenti per questo mese.", "今月のカスタム申請の残り: {N}件"]),
    ("remaining1", ["1 personalized invitation remaining for this month.", "Noch 1 personalisierte Einladung in diesem Monat.", "1 invitation personnalisée restante ce mois-ci.", "Te queda 1 invitación personalizada este mes.", "1 convite personalizado restante neste mês.", "1 invito personalizzato rimanente per questo mese.", "今月のカスタム申請の残り: 1件"]),
    ("placeholder", ["Ex: We know each other from…", "Beispiel: Wir kennen uns von …", "Ex. : Nous nous connaissons de…", "Ej.: Nos conocemos de…", "Ex.: Nós nos conhecemos de…", "Es.: Ci conosciamo da…", "例: 以前お会いしたのは…"]),
    ("noteLabel", ["Please limit personal note to 300 characters.", "Bitte beschränken Sie die Nachricht auf 300 Zeichen.", "Veuillez limiter la note à 300 caractères.", "Limita la nota personal a 300 caracteres.", "Limite a nota pessoal a 300 caracteres.", "Limita la nota personale a 300 caratteri.", "メッセージは300文字以内で入力してください。"]),
    ("cancelNote", ["Cancel adding a note", "Hinzufügen einer Nachricht abbrechen", "Annuler l’ajout d’une note", "Cancelar añadir una nota", "Cancelar inclusão de nota", "Annulla aggiunta di una nota", "メッセージの追加をキャンセル"]),
    ("cancel", ["Cancel", "Abbrechen", "Annuler", "Cancelar", "Cancelar", "Annulla", "キャンセル"]),
    ("sendInvitation", ["Send invitation", "Einladung senden", "Envoyer l’invitation", "Enviar invitación", "Enviar convite", "Invia invito", "つながり申請を送信"]),
    ("send", ["Send", "Senden", "Envoyer", "Enviar", "Enviar", "Invia", "送信"]),
    ("dismiss", ["Dismiss", "Schließen", "Ignorer", "Descartar", "Fechar", "Chiudi", "閉じる"]),
    ("writeAi", ["Write with AI", "Mit KI verfassen", "Rédiger avec l’IA", "Escribir con IA", "Escrever com IA", "Scrivi con l’IA", "AIで作成"]),
    ("premiumBanner", ["Try Premium to send more personalized invites", "Premium testen und mehr persönliche Einladungen senden", "Essayez Premium pour envoyer plus d’invitations personnalisées", "Prueba Premium para enviar más invitaciones personalizadas", "Experimente o Premium para enviar mais convites personalizados", "Prova Premium per inviare più inviti personalizzati", "Premiumでカスタム申請をもっと送信"]),
    ("emailText", ["To verify this member knows you, please enter their email to connect. You can also include a personal note.", "Um zu bestätigen, dass dieses Mitglied Sie kennt, geben Sie bitte dessen E-Mail-Adresse ein. Sie können auch eine Nachricht hinzufügen.", "Pour vérifier que ce membre vous connaît, saisissez son adresse e-mail. Vous pouvez aussi ajouter une note.", "Para confirmar que conoces a este usuario, ingresa su dirección de correo electrónico para conectarte. También puedes incluir una nota.", "Para confirmar que este usuário é seu conhecido, insira o endereço de e-mail do mesmo para se conectar. Você também pode incluir uma nota.", "Per verificare che questo utente ti conosca, inserisci il suo indirizzo email. Puoi anche aggiungere una nota.", "このメンバーと知り合いであることを確認するため、メールアドレスを入力してください。メッセージも追加できます。"]),
    ("learnWhy", ["Learn why", "Warum?", "En savoir plus", "Más información", "Saiba por quê", "Scopri perché", "詳細"]),
    ("email", ["Email", "E-Mail", "E-mail", "Correo electrónico", "E-mail", "Email", "メールアドレス"]),
    ("knowTitle", ["How do you know {X}?", "Woher kennen Sie {X}?", "Comment connaissez-vous {X} ?", "¿De qué conoces a {X}?", "De onde você conhece {X}?", "Come conosci {X}?", "{X}さんとはどのようなお知り合いですか？"]),
    ("knowColleague", ["Colleague", "Kolleg:in", "Collègue", "Compañero de trabajo", "Colega", "Collega", "同僚"]),
    ("knowClassmate", ["Classmate", "Mitschüler:in", "Camarade de classe", "Compañero de clase", "Colega de classe", "Compagno di studi", "同級生"]),
    ("knowBusiness", ["We’ve done business together", "Wir haben zusammengearbeitet", "Nous avons fait affaire ensemble", "Hemos hecho negocios juntos", "Fizemos negócios juntos", "Abbiamo fatto affari insieme", "取引先"]),
    ("knowFriend", ["Friend", "Freund:in", "Ami", "Amigo", "Amigo", "Amico", "友人"]),
    ("knowOther", ["Other", "Sonstige", "Autre", "Otro", "Outro", "Altro", "その他"]),
    // Notes used up.
    ("upsellTitle", ["Send unlimited personalized invites with Premium", "Mit Premium unbegrenzt personalisierte Einladungen senden", "Envoyez des invitations personnalisées illimitées avec Premium", "Envía invitaciones personalizadas ilimitadas con Premium", "Envie convites personalizados ilimitados com o Premium", "Invia inviti personalizzati illimitati con Premium", "Premiumでカスタム申請を無制限に送信"]),
    ("upsellText", ["You’re out of free custom notes. Bypass the limit with Premium.", "Ihre kostenlosen Notizen sind aufgebraucht. Mit Premium entfällt das Limit.", "Vous n’avez plus de notes gratuites. Dépassez la limite avec Premium.", "Te has quedado sin notas gratuitas. Evita el límite con Premium.", "Suas notas gratuitas acabaram. Ultrapasse o limite com o Premium.", "Hai esaurito le note gratuite. Supera il limite con Premium.", "無料のカスタムメッセージを使い切りました。Premiumで制限を解除できます。"]),
    ("upsellTry", ["Reactivate Premium", "Premium reaktivieren", "Réactiver Premium", "Reactivar Premium", "Reativar o Premium", "Riattiva Premium", "Premiumを再開"]),
    // Limits.
    ("limitTitle", ["You’ve reached the weekly invitation limit", "Sie haben das wöchentliche Einladungslimit erreicht", "Vous avez atteint la limite hebdomadaire d’invitations", "Has alcanzado el límite semanal de invitaciones", "Você alcançou o limite semanal de convites", "Hai raggiunto il limite settimanale di inviti", "1週間のつながり申請の上限に達しました"]),
    ("limitText", ["We limit weekly invitations to protect our members. Please try again next week.", "Zum Schutz unserer Mitglieder begrenzen wir die Einladungen pro Woche. Versuchen Sie es nächste Woche erneut.", "Nous limitons les invitations hebdomadaires pour protéger nos membres. Réessayez la semaine prochaine.", "Limitamos las invitaciones semanales para proteger a nuestros miembros. Inténtalo la próxima semana.", "Limitamos os convites semanais para proteger nossos usuários. Tente novamente na próxima semana.", "Limitiamo gli inviti settimanali per proteggere gli utenti. Riprova la prossima settimana.", "メンバー保護のため、1週間の申請数を制限しています。来週もう一度お試しください。"]),
    ("warnTitle", ["You’re close to the weekly invitation limit", "Sie haben das wöchentliche Einladungslimit fast erreicht", "Vous approchez de la limite hebdomadaire d’invitations", "Estás cerca del límite semanal de invitaciones", "Você está perto do limite semanal de convites", "Sei vicino al limite settimanale di inviti", "1週間のつながり申請の上限に近づいています"]),
    ("warnText", ["You’re growing your network! Your invitation goes through; keep an eye on how many you send.", "Ihr Netzwerk wächst! Ihre Einladung geht durch; behalten Sie die Anzahl im Blick.", "Votre réseau grandit ! Votre invitation passe ; surveillez le nombre d’envois.", "¡Tu red crece! Tu invitación se envía; vigila cuántas mandas.", "Sua rede está crescendo! O convite segue; fique de olho na quantidade.", "La tua rete cresce! L’invito parte; tieni d’occhio quanti ne invii.", "ネットワークが広がっています。申請は送信されます。"]),
    ("gotIt", ["Got it", "Verstanden", "J’ai compris", "Entendido", "Entendi", "Ho capito", "OK"]),
    // Toasts.
    ("cooldown", ["Invitation not sent to {X}. You can resend an invitation 3 weeks after withdrawing it.", "Einladung an {X} nicht gesendet. Sie können sie 3 Wochen nach dem Zurückziehen erneut senden.", "Invitation non envoyée à {X}. Vous pourrez la renvoyer 3 semaines après l’avoir retirée.", "Invitación no enviada a {X}. Puedes volver a enviarla 3 semanas después de retirarla.", "Convite não enviado para {X}. Você pode reenviá-lo 3 semanas após retirá-lo.", "Invito non inviato a {X}. Puoi inviarlo di nuovo 3 settimane dopo averlo ritirato.", "{X}さんへのつながり申請は送信されませんでした。取り消しから3週間後に再送信できます。"]),
    ("notSent", ["Your invitation to connect was not sent.", "Ihre Kontaktanfrage wurde nicht gesendet.", "Votre invitation n’a pas été envoyée.", "Tu invitación para conectar no se ha enviado.", "Seu convite para se conectar não foi enviado.", "Il tuo invito a collegarti non è stato inviato.", "つながり申請は送信されませんでした。"]),
    ("unable", ["Unable to connect to {X}", "Vernetzung mit {X} nicht möglich", "Impossible de se connecter à {X}", "No se puede conectar con {X}", "Não foi possível se conectar a {X}", "Impossibile collegarsi a {X}", "{X}さんとつながれません"]),
    ("wrong", ["Something went wrong. Please try again later.", "Etwas ist schiefgelaufen. Bitte versuchen Sie es später erneut.", "Une erreur s’est produite. Veuillez réessayer plus tard.", "Se ha producido un error. Inténtalo de nuevo más tarde.", "Ocorreu um erro. Tente novamente mais tarde.", "Si è verificato un errore. Riprova più tardi.", "問題が発生しました。後でもう一度お試しください。"]),
    ("sentX", ["Your invitation to {X} was sent.", "Ihre Einladung an {X} wurde gesendet.", "Votre invitation à {X} a été envoyée.", "Tu invitación a {X} se ha enviado.", "Seu convite para {X} foi enviado.", "Il tuo invito a {X} è stato inviato.", "{X}さんへのつながり申請を送信しました。"]),
    ("toasts", ["{N} notifications", "{N} Benachrichtigungen", "{N} notifications", "{N} notificaciones", "{N} notificações", "{N} notifiche", "通知{N}件"]),
    // Pages that are no profile.
    ("goneTitle", ["This page doesn’t exist", "Diese Seite existiert nicht", "Cette page n’existe pas", "Esta página no existe", "Esta página não existe", "Pagina non trovata", "このページは存在しません"]),
    ("goneText", ["Please check your URL or return to LinkedIn home.", "Bitte prüfen Sie die URL oder kehren Sie zur Startseite zurück.", "Vérifiez l’URL ou revenez à l’accueil LinkedIn.", "Comprueba la URL o vuelve al inicio de LinkedIn.", "Verifique o URL ou volte para o início do LinkedIn.", "Controlla l’URL o torna alla home di LinkedIn.", "URLを確認するか、ホームに戻ってください。"]),
    ("goHome", ["Go to home", "Zur Startseite", "Aller à l’accueil", "Ir al inicio", "Ir para o início", "Vai alla home", "ホームへ"]),
    ("errTitle", ["Something went wrong", "Etwas ist schiefgelaufen", "Une erreur s’est produite", "Se ha producido un error", "Ocorreu um erro", "Si è verificato un errore", "問題が発生しました"]),
    ("errRetry", ["Try again", "Erneut versuchen", "Réessayer", "Volver a intentarlo", "Tentar novamente", "Riprova", "再試行"]),
    ("member", ["LinkedIn Member", "LinkedIn Mitglied", "Membre LinkedIn", "Miembro de LinkedIn", "Usuário do LinkedIn", "Utente LinkedIn", "LinkedInメンバー"]),
    ("memberText", ["This profile is out of your network. Expand your network to see more profiles.", "Dieses Profil ist außerhalb Ihres Netzwerks.", "Ce profil est hors de votre réseau.", "Este perfil está fuera de tu red.", "Este perfil está fora da sua rede.", "Questo profilo è fuori dalla tua rete.", "このプロフィールはあなたのネットワーク外です。"]),
    ("joinToView", ["Join to view profile", "Mitglied werden, um das Profil anzusehen", "Inscrivez-vous pour voir le profil", "Únete para ver el perfil", "Cadastre-se para ver o perfil", "Iscriviti per vedere il profilo", "登録してプロフィールを表示"]),
    ("joinNow", ["Join now", "Mitglied werden", "S’inscrire", "Únete ahora", "Cadastre-se agora", "Iscriviti ora", "今すぐ登録"]),
    ("signIn", ["Sign in", "Einloggen", "S’identifier", "Iniciar sesión", "Entrar", "Accedi", "サインイン"]),
    ("signInX", ["Sign in to view {X}’s full profile", "Loggen Sie sich ein, um das vollständige Profil von {X} zu sehen", "Identifiez-vous pour voir le profil complet de {X}", "Inicia sesión para ver el perfil completo de {X}", "Entre para ver o perfil completo de {X}", "Accedi per vedere il profilo completo di {X}", "サインインして{X}さんのプロフィールを表示"]),
    ("password", ["Password", "Passwort", "Mot de passe", "Contraseña", "Senha", "Password", "パスワード"]),
    ("checkTitle", ["Security Verification", "Sicherheitsprüfung", "Vérification de sécurité", "Verificación de seguridad", "Verificação de segurança", "Verifica di sicurezza", "セキュリティ認証"]),
    ("checkText", ["Let’s do a quick security check", "Kurze Sicherheitsprüfung", "Faisons une rapide vérification de sécurité", "Hagamos una rápida comprobación de seguridad", "Vamos fazer uma rápida verificação de segurança", "Facciamo un rapido controllo di sicurezza", "簡単なセキュリティチェックを行います"]),
    ("restrictedTitle", ["We’ve restricted your account", "Wir haben Ihr Konto eingeschränkt", "Nous avons restreint votre compte", "Hemos restringido tu cuenta", "Restringimos sua conta", "Abbiamo limitato il tuo account", "アカウントが制限されています"]),
    ("restrictedText", ["We noticed unusual activity. Your account has been temporarily restricted.", "Uns sind ungewöhnliche Aktivitäten aufgefallen. Ihr Konto wurde vorübergehend eingeschränkt.", "Nous avons remarqué une activité inhabituelle. Votre compte a été temporairement restreint.", "Hemos detectado actividad inusual. Tu cuenta se ha restringido temporalmente.", "Notamos atividade incomum. Sua conta foi temporariamente restrita.", "Abbiamo notato attività insolite. Il tuo account è stato temporaneamente limitato.", "通常と異なるアクティビティが検出されました。アカウントは一時的に制限されています。"]),
    ("tooMany", ["Too many requests", "Zu viele Anfragen", "Trop de requêtes", "Demasiadas solicitudes", "Muitas solicitações", "Troppe richieste", "リクエストが多すぎます"]),
    ("cookieTitle", ["LinkedIn respects your privacy", "LinkedIn respektiert Ihre Privatsphäre", "LinkedIn respecte votre vie privée", "LinkedIn respeta tu privacidad", "O LinkedIn respeita sua privacidade", "LinkedIn rispetta la tua privacy", "LinkedInはプライバシーを尊重します"]),
    ("cookieText", ["We use essential and non-essential cookies. This message goes away by itself.", "Wir verwenden notwendige und optionale Cookies. Dieser Hinweis verschwindet von selbst.", "Nous utilisons des cookies. Ce message disparaît de lui-même.", "Usamos cookies. Este mensaje desaparece solo.", "Usamos cookies. Esta mensagem some sozinha.", "Usiamo i cookie. Questo messaggio scompare da solo.", "Cookieを使用しています。このメッセージは自動的に消えます。"]),
    ("sentList", ["Manage invitations", "Einladungen verwalten", "Gérer les invitations", "Gestionar invitaciones", "Gerenciar convites", "Gestisci inviti", "つながり申請を管理"]),
    ("sent", ["Sent", "Gesendet", "Envoyées", "Enviadas", "Enviados", "Inviati", "送信済み"]),
    ("withdrawX", ["Withdraw invitation sent to {X}", "An {X} gesendete Einladung zurückziehen", "Retirer l’invitation envoyée à {X}", "Retirar la invitación enviada a {X}", "Retirar convite enviado para {X}", "Ritira l’invito inviato a {X}", "{X}さんへのつながり申請を取り消す"]),
    ("withdrawn", ["Invitation withdrawn", "Einladung zurückgezogen", "Invitation retirée", "Invitación retirada", "Convite retirado", "Invito ritirato", "つながり申請を取り消しました"]),
    ("unfollowX", ["Unfollow {X}", "{X} nicht mehr folgen", "Ne plus suivre {X}", "Dejar de seguir a {X}", "Deixar de seguir {X}", "Smetti di seguire {X}", "{X}さんのフォローをやめる"]),
    ("received", ["Received", "Empfangen", "Reçues", "Recibidas", "Recebidos", "Ricevuti", "受信済み"]),
    ("people", ["People", "Personen", "Personnes", "Personas", "Pessoas", "Persone", "人"]),
    ("peopleN", ["People ({N})", "Personen ({N})", "Personnes ({N})", "Personas ({N})", "Pessoas ({N})", "Persone ({N})", "人 ({N})"]),
    ("nobodySent", ["No sent invitations", "Keine gesendeten Einladungen", "Aucune invitation envoyée", "No hay invitaciones enviadas", "Nenhum convite enviado", "Nessun invito inviato", "送信済みのつながり申請はありません"]),
    ("showMore", ["Show more results", "Weitere Ergebnisse anzeigen", "Afficher plus de résultats", "Mostrar más resultados", "Exibir mais resultados", "Mostra altri risultati", "結果をさらに表示"]),
    ("sentToday", ["Sent today", "Heute gesendet", "Envoyée aujourd’hui", "Enviada hoy", "Enviado hoje", "Inviato oggi", "今日送信"]),
    ("sentWeek", ["Sent 1 week ago", "Vor 1 Woche gesendet", "Envoyée il y a 1 semaine", "Enviada hace 1 semana", "Enviado há 1 semana", "Inviato 1 settimana fa", "1週間前に送信"]),
    ("sentWeeksN", ["Sent {N} weeks ago", "Vor {N} Wochen gesendet", "Envoyée il y a {N} semaines", "Enviada hace {N} semanas", "Enviado há {N} semanas", "Inviato {N} settimane fa", "{N}週間前に送信"]),
    ("withdraw", ["Withdraw", "Zurückziehen", "Retirer", "Retirar", "Retirar", "Ritira", "取り消す"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_after<'a>(source: &'a str, mark: &str) -> Vec<&'a str> {
        source
            .split(mark)
            .skip(1)
            .map(|rest| {
                let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric());
                &rest[..end.unwrap_or(rest.len())]
            })
            .collect()
    }

    #[test]
    fn every_label_that_a_page_asks_for_is_in_the_table() {
        let scripts = [
            include_str!("invite.js"),
            include_str!("traps.js"),
            include_str!("sdui.js"),
            include_str!("sdui_rest.js"),
            include_str!("ember.js"),
            include_str!("sent.js"),
        ];
        let servers = [
            include_str!("walls.rs"),
            include_str!("frame.rs"),
            include_str!("site.rs"),
            include_str!("sent.rs"),
            include_str!("truth.rs"),
        ];
        let mut asked = keys_after(include_str!("people.rs"), "Toast(\"");
        asked.extend(scripts.iter().flat_map(|source| keys_after(source, "words.")));
        for mark in ["word(language, \"", "word_for(language, \""] {
            asked.extend(servers.iter().flat_map(|source| keys_after(source, mark)));
        }
        let known = |key: &str| TABLE.iter().any(|(name, _)| *name == key);
        let unknown: Vec<_> = asked.into_iter().filter(|key| !known(key)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn no_label_is_empty_and_names_stand_in_every_language() {
        for (key, columns) in TABLE {
            for column in columns {
                assert!(!column.is_empty(), "{key}");
                assert_eq!(column.contains("{X}"), columns[0].contains("{X}"), "{key}: {column}");
            }
        }
    }

    #[test]
    fn a_language_reads_back_from_its_code() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
        }
        assert_eq!("xx".parse::<Language>(), Err(UnknownLanguage));
    }
}
